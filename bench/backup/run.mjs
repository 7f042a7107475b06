// Kills `xinglin backup` (SIGKILL) again and again while a server stores, then makes one whole copy, puts it back and asks for all that
// was acknowledged before it began. Usage: node bench/backup/run.mjs [kills, 20]
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, root, sleep, startServer } from "../server.mjs";

const kills = Number(process.argv[2] ?? 20);
const program = join(root, "artifacts", "publish", "xinglin");
const folder = mkdtempSync(join(tmpdir(), "xinglin-backup-"));
const server = await startServer(18600 + Math.floor(Math.random() * 300));
const headers = { ...server.headers, "Content-Type": "application/fhir+json" };
const acknowledged = [];
let writing = true;
let next = 0;
const writers = Array.from({ length: 8 }, async () => {
  while (writing) {
    const id = `b-${next++}`;
    const answer = await fetch(`${server.address}/fhir/Patient/${id}`, { method: "PUT", headers, body: JSON.stringify({ resourceType: "Patient", id }) });
    await answer.arrayBuffer();
    if (answer.ok) acknowledged.push(id);
  }
});
await sleep(1000);
let taken = 0;
for (let i = 0; i < kills; i++) {
  const target = join(folder, `killed-${i}`);
  const child = spawn(program, ["backup", "--data", server.data, "--to", target], { stdio: "ignore" });
  const ended = new Promise((done) => child.on("exit", done));
  await Promise.race([ended, sleep(100 + Math.random() * 1500)]);
  child.kill("SIGKILL");
  await ended;
  // What has its name is whole, however late the kill came.
  if (existsSync(target)) {
    run("restore", target, "--data", join(folder, `restored-${i}`), "--json");
    taken++;
  }
}
const before = [...acknowledged];
const began = performance.now();
const whole = JSON.parse(run("backup", "--data", server.data, "--to", join(folder, "whole"), "--json"));
const seconds = (performance.now() - began) / 1000;
writing = false;
await Promise.all(writers);
const back = join(folder, "back");
const put = performance.now();
run("restore", join(folder, "whole"), "--data", back, "--json");
const putSeconds = (performance.now() - put) / 1000;
const again = server.address.replace(/\d+$/, (port) => Number(port) + 400);
const child = spawn(program, ["serve", "--data", back, "--urls", again], { stdio: "ignore" });
for (;;) {
  try {
    if ((await fetch(`${again}/health/ready`)).ok) break;
  } catch {
    await sleep(50);
  }
}
let lost = 0;
for (const id of before) if ((await fetch(`${again}/fhir/Patient/${id}`, { headers })).status !== 200) lost++;
child.kill("SIGINT");
await new Promise((done) => child.on("exit", done));
await server.stop();
console.log("| kills | of these whole | versions in the copy | MiB | backup s | restore s | acknowledged before | lost |\n|--:|--:|--:|--:|--:|--:|--:|--:|");
console.log(`| ${kills} | ${taken} | ${whole.versions} | ${(whole.bytes / 1048576).toFixed(1)} | ${seconds.toFixed(1)} | ${putSeconds.toFixed(1)} | ${before.length} | ${lost} |`);
rmSync(folder, { recursive: true, force: true });
process.exit(lost > 0 ? 1 : 0);
