// p50, p95 and processor time (which a busy machine does not change) of a FHIR read and of a search over HTTP with a program's token, with 1 and 16 callers: what the audit trail
// costs. Usage: node bench/audit.mjs [program, default ./xinglin] [seconds a measurement, default 8]
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import http from "node:http";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const program = resolve(process.argv[2] ?? join(root, "xinglin"));
const seconds = Number(process.argv[3] ?? 8);
const folder = mkdtempSync(join(tmpdir(), "xinglin-audit-bench-"));
const data = join(folder, "data");
process.env.XINGLIN_AUDIT_KEY = join(folder, "key", "audit.key");
const run = (...args) => execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

run("user", "add", "bench", "--data", data, "--json");
const { token } = JSON.parse(run("token", "--user", "bench", "--data", data, "--json"));
const port = 18480;
const child = spawn(program, ["serve", "--data", data, "--urls", `http://127.0.0.1:${port}`], { stdio: "ignore" });
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

const ask = (path, method = "GET", body) =>
  new Promise((done, fail) => {
    const headers = { Authorization: `Bearer ${token}`, Accept: "application/fhir+json", "Content-Type": "application/fhir+json" };
    const request = http.request({ port, path, method, agent, headers }, (answer) => {
      answer.resume();
      answer.on("end", () => done(answer.statusCode));
    });
    request.on("error", fail);
    request.end(body);
  });

// Processor time that the server has taken, in ms: the kernel counts in ticks of 10 ms.
const cpu = () => {
  const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ");
  return 10 * (Number(fields[11]) + Number(fields[12]));
};

async function measure(path, callers, length) {
  const times = [];
  const taken = cpu();
  const end = performance.now() + length * 1000;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() < end) {
        const begun = performance.now();
        const status = await ask(path);
        if (status !== 200) throw new Error(`${path} answered ${status}`);
        times.push(performance.now() - begun);
      }
    }),
  );
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(share * (times.length - 1))].toFixed(2);
  return { p50: at(0.5), p95: at(0.95), rate: Math.round(times.length / length), each: ((cpu() - taken) / times.length).toFixed(2) };
}

try {
  for (;;) {
    try { if ((await ask("/health/ready")) === 200) break; } catch { /* not yet */ }
    await sleep(50);
  }
  const entry = (i) => ({
    resource: { resourceType: "Observation", id: `o${i}`, status: "final", subject: { reference: "Patient/p1" }, code: { coding: [{ system: "http://loinc.org", code: "8480-6" }] }, valueQuantity: { value: 120 + (i % 40), unit: "mmHg", system: "http://unitsofmeasure.org", code: "mm[Hg]" } },
    request: { method: "PUT", url: `Observation/o${i}` },
  });
  const bundle = { resourceType: "Bundle", type: "transaction", entry: [{ resource: { resourceType: "Patient", id: "p1", gender: "male" }, request: { method: "PUT", url: "Patient/p1" } }, ...Array.from({ length: 200 }, (_, i) => entry(i))] };
  await ask("/fhir", "POST", JSON.stringify(bundle));
  console.log("| what | callers | p50, ms | p95, ms | per second | processor, ms each |\n|---|---|---|---|---|---|");
  await measure("/fhir/Observation/o1", 16, 4);
  for (const [name, path] of [["read", "/fhir/Observation/o1"], ["search, 50 found", "/fhir/Observation?patient=p1&code=8480-6"]])
    for (const callers of [1, 16]) {
      const { p50, p95, rate, each } = await measure(path, callers, seconds);
      console.log(`| ${name} | ${callers} | ${p50} | ${p95} | ${rate} | ${each} |`);
    }
} finally {
  child.kill("SIGINT");
  await new Promise((done) => (child.exitCode !== null ? done() : child.on("exit", done)));
  rmSync(folder, { recursive: true, force: true });
}
