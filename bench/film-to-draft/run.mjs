// Film in → draft visible: median of 20 films, by stage. Usage: node bench/film-to-draft/run.mjs
import { readFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { startServer, run, sleep, median, filesUnder } from "../server.mjs";

const films = 21; // the first one loads the model and is reported by itself
const folder = mkdtempSync(join(tmpdir(), "xinglin-films-"));
run("synthesise", "patients", "--count", "120", "--seed", "7", "--out", folder);
const paths = filesUnder(folder, ".dcm").slice(0, films);
const server = await startServer();
const person = await server.signIn();
const rows = [];
try {
  for (const path of paths) {
    const form = new FormData();
    form.append("file", new Blob([readFileSync(path)]), basename(path));
    const sent = Date.now();
    const answer = await fetch(`${server.address}/api/import`, { method: "POST", body: form, headers: server.headers });
    const acknowledged = Date.now();
    if (!answer.ok) throw new Error(`import answered ${answer.status}: ${await answer.text()}`);
    const task = await finishedTask(rows.length + 1);
    const history = await server.get(`/fhir/Task/${task.id}/_history`);
    const at = (status) => Math.min(...history.entry.map((e) => e.resource).filter((t) => t.status === status).map((t) => Date.parse(t.meta.lastUpdated)));
    const report = task.output.map((o) => o.valueReference?.reference).find((r) => r?.startsWith("DiagnosticReport/"));
    const asked = Date.now();
    const page = await fetch(`${server.address}/drafts/${report.split("/")[1]}`, { headers: person, redirect: "manual" });
    const visible = Date.now();
    if (page.status !== 200) throw new Error(`the draft's page answered ${page.status}`);
    rows.push({ stored: acknowledged - sent, waiting: Math.max(0, at("in-progress") - acknowledged), read: at("completed") - at("in-progress"), page: visible - asked, total: at("completed") - sent + (visible - asked) });
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function finishedTask(count) {
  for (let tries = 0; tries < 3000; tries++) {
    const bundle = await server.get("/fhir/Task?status=completed,failed&code=imaging&_sort=-_lastUpdated&_count=1");
    if (bundle.total >= count) return bundle.entry[0].resource;
    await sleep(20);
  }
  throw new Error("the film was not read within a minute");
}

const [first, ...rest] = rows;
console.log("| stage | first film, ms | median of 20, ms |\n|---|---|---|");
for (const [stage, words] of Object.entries({ stored: "sent → stored and acknowledged", waiting: "acknowledged → taken up", read: "taken up → reading and draft stored", page: "draft's page asked for → delivered", total: "film sent → draft visible" }))
  console.log(`| ${words} | ${first[stage]} | ${median(rest.map((row) => row[stage]))} |`);
