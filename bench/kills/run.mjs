// Kills the server (SIGKILL) again and again while it stores, and asks afterwards for everything it had acknowledged.
// Three streams: single writes of sixteen clients, transactions of one patient with nine observations, imports of NDJSON files.
// Usage: node bench/kills/run.mjs [kills of each stream, 20]
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, xinglin, sleep, root } from "../server.mjs";

const kills = Number(process.argv[2] ?? 20);
const port = 18500 + Math.floor(Math.random() * 400);
const address = `http://127.0.0.1:${port}`;
const program = join(root, "artifacts", "publish", "xinglin");
const json = { "Content-Type": "application/fhir+json", Accept: "application/fhir+json" };

const observation = (id, patient) => ({
  resourceType: "Observation", id, status: "final",
  code: { coding: [{ system: "http://loinc.org", code: "8480-6" }] },
  subject: { reference: `Patient/${patient}` }, effectiveDateTime: "2026-11-30T07:10:00+08:00",
  valueQuantity: { value: 120, unit: "mmHg", system: "http://unitsofmeasure.org", code: "mm[Hg]" },
});

// Each stream stores one thing and gives the references that are then acknowledged, all of them or none.
const streams = {
  "single writes": async (n, headers) => {
    const id = `s-${n}`;
    const answer = await fetch(`${address}/fhir/Patient/${id}`, { method: "PUT", headers: { ...headers, ...json }, body: JSON.stringify({ resourceType: "Patient", id }) });
    await answer.arrayBuffer();
    return answer.ok ? [`Patient/${id}`] : [];
  },
  transactions: async (n, headers) => {
    const patient = `t-${n}`;
    const all = [{ resourceType: "Patient", id: patient }, ...Array.from({ length: 9 }, (_, i) => observation(`t-${n}-${i}`, patient))];
    const bundle = { resourceType: "Bundle", type: "transaction", entry: all.map((resource) => ({ resource, request: { method: "PUT", url: `${resource.resourceType}/${resource.id}` } })) };
    const answer = await fetch(`${address}/fhir`, { method: "POST", headers: { ...headers, ...json }, body: JSON.stringify(bundle) });
    await answer.arrayBuffer();
    return answer.ok ? all.map((r) => `${r.resourceType}/${r.id}`) : [];
  },
  imports: async (n, headers) => {
    const patient = `i-${n}`;
    const all = [{ resourceType: "Patient", id: patient }, ...Array.from({ length: 49 }, (_, i) => observation(`i-${n}-${i}`, patient))];
    const form = new FormData();
    form.append("files", new Blob([all.map((r) => JSON.stringify(r)).join("\n")]), `lines-${n}.ndjson`);
    const answer = await fetch(`${address}/api/import`, { method: "POST", headers, body: form });
    const report = answer.ok ? await answer.json() : { resources: 0 };
    return report.resources === 50 ? all.map((r) => `${r.resourceType}/${r.id}`) : [];
  },
};

async function start(data, headers) {
  const child = spawn(program, ["serve", "--data", data, "--urls", address], { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, XINGLIN_ROOT: root } });
  for (let i = 0; ; i++) {
    try {
      if ((await fetch(`${address}/health/ready`, { headers })).ok) return child;
    } catch {
      if (child.exitCode !== null || i > 3000) throw new Error("the server did not start");
    }
    await sleep(20);
  }
}

// Asks for what was acknowledged in searches of many ids, and for the transactions that are there in part.
async function missing(acknowledged, headers) {
  const lost = [];
  const byType = Map.groupBy ? Map.groupBy(acknowledged, (r) => r.split("/")[0]) : acknowledged.reduce((m, r) => m.set(r.split("/")[0], [...(m.get(r.split("/")[0]) ?? []), r]), new Map());
  for (const [type, references] of byType)
    for (let at = 0; at < references.length; at += 200) {
      const ids = references.slice(at, at + 200).map((r) => r.split("/")[1]);
      const body = new URLSearchParams({ _id: ids.join(","), _count: "200" });
      const answer = await fetch(`${address}/fhir/${type}/_search`, { method: "POST", headers: { ...headers, Accept: "application/fhir+json" }, body });
      const found = new Set(((await answer.json()).entry ?? []).map((e) => e.resource.id));
      lost.push(...ids.filter((id) => !found.has(id)));
    }
  return lost;
}

console.log("| stream | kills | acknowledged resources | lost | half stored | slowest start after a kill, s | trail |");
console.log("|---|---|---|---|---|---|---|");
let failed = false;
for (const [name, store] of Object.entries(streams)) {
  const data = mkdtempSync(join(tmpdir(), "xinglin-kills-"));
  run("user", "add", "bench", "--role", "clinician", "--role", "informatics", "--data", data, "--json");
  const token = JSON.parse(run("token", "--user", "bench", "--data", data, "--json")).token;
  const headers = { Authorization: `Bearer ${token}` };
  const acknowledged = [];
  let number = 0, slowest = 0, lost = 0;
  for (let kill = 0; kill < kills; kill++) {
    const begun = performance.now();
    const child = await start(data, headers);
    slowest = Math.max(slowest, performance.now() - begun);
    lost += (await missing(acknowledged.slice(-4000), headers)).length;
    let going = true;
    const clients = Array.from({ length: 16 }, async () => {
      while (going)
        try {
          acknowledged.push(...(await store(number++, headers)));
        } catch {
          return; // The server is gone; what it had not answered may be there or not, whole.
        }
    });
    await sleep(400 + Math.random() * 1200);
    child.kill("SIGKILL");
    await new Promise((done) => (child.exitCode !== null || child.signalCode !== null ? done() : child.on("exit", done)));
    going = false;
    await Promise.all(clients);
  }
  const child = await start(data, headers);
  lost = Math.max(lost, (await missing(acknowledged, headers)).length);
  const half = await halves(name, headers);
  child.kill("SIGINT");
  await new Promise((done) => (child.exitCode !== null ? done() : child.on("exit", done)));
  let trail;
  try {
    execFileSync(xinglin, ["verify-audit", "--data", data, "--json"], { stdio: ["ignore", "pipe", "inherit"] });
    trail = "whole";
  } catch {
    trail = "BROKEN";
  }
  failed ||= lost > 0 || half > 0 || trail !== "whole";
  console.log(`| ${name} | ${kills} | ${acknowledged.length} | ${lost} | ${half} | ${(slowest / 1000).toFixed(1)} | ${trail} |`);
  rmSync(data, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

// Transactions are there with all ten resources or none; an import stores each file's lines in one transaction of up to 2,000.
async function halves(name, headers) {
  if (name === "single writes") return 0;
  const count = async (type, query) => (await (await fetch(`${address}/fhir/${type}?_summary=count${query}`, { headers: { ...headers, Accept: "application/fhir+json" } })).json()).total;
  const each = name === "transactions" ? 9 : 49;
  return (await count("Observation", "")) === each * (await count("Patient", "")) ? 0 : 1;
}
