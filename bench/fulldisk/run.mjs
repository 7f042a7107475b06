// Fills the disk of a running server and frees it again: what was acknowledged must be there, what was refused must say why.
// Mounts a tmpfs of 80 MB, for which it needs the rights of root. Usage: sudo node bench/fulldisk/run.mjs
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, xinglin, sleep } from "../server.mjs";

const folder = mkdtempSync(join(tmpdir(), "xinglin-full-"));
try {
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=80m", "tmpfs", folder], { stdio: "ignore" });
} catch {
  rmSync(folder, { recursive: true });
  console.error("bench/fulldisk needs the right to mount a tmpfs: run it as root");
  process.exit(2);
}
const port = 18900 + Math.floor(Math.random() * 90);
const address = `http://127.0.0.1:${port}`;
const data = join(folder, "data");
const key = mkdtempSync(join(tmpdir(), "xinglin-key-"));
process.env.XINGLIN_AUDIT_KEY = join(key, "audit.key");
let child;
let failed = false;
const row = (what, value, right) => {
  failed ||= !right;
  console.log(`| ${what} | ${value} | ${right ? "yes" : "NO"} |`);
};

try {
  run("user", "add", "bench", "--data", data, "--json");
  const { token } = JSON.parse(run("token", "--user", "bench", "--data", data, "--json"));
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/fhir+json", Accept: "application/fhir+json" };
  child = spawn(xinglin, ["serve", "--data", data, "--urls", address], { stdio: "ignore" });
  const ready = async () => (await fetch(`${address}/health/ready`).catch(() => ({ status: 0 }))).status;
  while ((await ready()) !== 200) {
    if (child.exitCode !== null) throw new Error("the server did not start");
    await sleep(100);
  }
  const put = async (id, length) => {
    const body = JSON.stringify({ resourceType: "Observation", id, status: "final", code: { text: "full disk" }, valueString: "a".repeat(length) });
    const answer = await fetch(`${address}/fhir/Observation/${id}`, { method: "PUT", headers, body });
    return [answer.status, await answer.text()];
  };
  console.log("| what | seen | as it should be |");
  console.log("|---|---|---|");
  const acknowledged = [];
  const refused = new Map();
  let last = "";
  // Large ones first, then small ones into what is left.
  for (const [name, length] of [["large", 500_000], ["small", 2_000]]) {
    for (let i = 0, no = 0; i < 2_000 && no < 5; i++) {
      const [status, text] = await put(`${name}-${i}`, length);
      if (status === 201) acknowledged.push(`${name}-${i}`);
      else {
        refused.set(status, (refused.get(status) ?? 0) + 1);
        last = text;
        no++;
      }
    }
  }
  row("acknowledged before the disk was full", acknowledged.length, acknowledged.length > 0);
  row("answers of the writes that were refused", [...refused].map(([status, n]) => `${status}: ${n}`).join(", "), refused.size === 1 && refused.has(507));
  row("the reason", JSON.parse(last).issue?.[0]?.diagnostics, /disk is full/i.test(last));
  row("a read, which cannot be recorded", (await fetch(`${address}/fhir/Observation/large-0`, { headers })).status, true);
  row("/health/live, /health/ready", `${(await fetch(`${address}/health/live`)).status}, ${await ready()}`, (await ready()) === 503);
  execFileSync("mount", ["-o", "remount,size=200m", folder]);
  const freed = performance.now();
  while ((await ready()) !== 200 && performance.now() - freed < 60_000) await sleep(100);
  row("ready again after space is freed", `${((performance.now() - freed) / 1000).toFixed(1)} s`, (await ready()) === 200);
  row("a new write", (await put("after", 100))[0], (await put("after-2", 100))[0] === 201);
  let lost = 0;
  for (const id of acknowledged) if (!(await fetch(`${address}/fhir/Observation/${id}`, { headers })).ok) lost++;
  row("acknowledged and lost", lost, lost === 0);
  child.kill("SIGINT");
  await new Promise((done) => (child.exitCode !== null ? done() : child.on("exit", done)));
  const trail = JSON.parse(run("verify-audit", "--data", data, "--json"));
  row("verify-audit", trail.whole ? `whole, ${trail.entries} entries` : trail.problems.join("; "), trail.whole);
} finally {
  if (child && child.exitCode === null) child.kill("SIGKILL");
  await sleep(200);
  execFileSync("umount", ["-l", folder]);
  for (const path of [folder, key]) rmSync(path, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
