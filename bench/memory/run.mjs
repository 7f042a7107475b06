// Memory of the server after start, after reading a film, and idle. Usage: node bench/memory/run.mjs [idle minutes, default 60]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { startServer, run, sleep, memory, root, xinglin } from "../server.mjs";

const idleMinutes = Number(process.argv[2] ?? 60);
const folder = mkdtempSync(join(tmpdir(), "xinglin-memory-"));
run("synthesise", "patients", "--count", "26", "--seed", "3", "--out", folder);
const server = await startServer(18401);
console.log("| moment | resident, MiB | peak, MiB |\n|---|---|---|");
const say = (moment, { residentMiB, peakMiB }) => console.log(`| ${moment} | ${residentMiB} | ${peakMiB} |`);
try {
  say(`after start (ready in ${(server.readyMs / 1000).toFixed(1)} s)`, memory(server.pid));
  run("import", folder, "--data", server.data);
  for (;;) {
    await sleep(2000);
    const waiting = await server.get("/fhir/Task?status=requested,in-progress&_summary=count");
    if (waiting.total === 0) break;
  }
  say("after 26 patients were imported and read", memory(server.pid));
  await sleep(idleMinutes * 60_000);
  say(`after ${idleMinutes} minutes idle`, memory(server.pid));
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
const out = mkdtempSync(join(tmpdir(), "xinglin-train-"));
const data = process.env.XINGLIN_SHARED_DATA ?? join(root, "../shared/data");
const images = join(data, "images/pneumoniamnist/pneumoniamnist_trainval.npz");
const training = spawn(xinglin, ["train", "image", "--data", images, "--budget", "60s", "--out", join(out, "model"), "--json"], { stdio: "ignore" });
let peak = { residentMiB: 0, peakMiB: 0 };
const watch = setInterval(() => { try { peak = memory(training.pid); } catch { /* it ended between two looks */ } }, 200);
const code = await new Promise((done) => training.on("exit", done));
clearInterval(watch);
if (code !== 0) throw new Error(`train image ended with exit code ${code}`);
say("a process of its own, while training a CNN", peak);
rmSync(out, { recursive: true, force: true });
