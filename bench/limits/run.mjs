#!/usr/bin/env node
// Bombs by HTTP and by the command, and four searches of large documents at once: time, resident memory before, at its
// peak and 30 s later. Prints a markdown table; ends with 1 when a limit does not hold.
//   bench/limits/run.mjs [--only TEXT]
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memory, sleep, startServer, xinglin } from "../server.mjs";
import { bombs, films } from "./bombs.mjs";

// A second beyond the time that reading the bytes themselves takes, at 50 MB/s.
const MOST_SECONDS = 1, MOST_MIB = 200, MOST_SEARCH_MIB = 300;
const only = process.argv[2] === "--only" ? process.argv[3] : "";
const wanted = (name) => name.includes(only);
let failed = 0;
const judge = (holds) => { failed += holds ? 0 : 1; return holds ? "yes" : "**no**"; };

// The highest resident memory while a piece of work runs.
async function watched(pid, work) {
  const before = memory(pid).residentMiB;
  let peak = before, done = false;
  const watch = (async () => { while (!done) { try { peak = Math.max(peak, memory(pid).residentMiB); } catch { return; } await sleep(5); } })();
  const started = performance.now();
  const answer = await work();
  const seconds = (performance.now() - started) / 1000;
  done = true;
  await watch;
  return { before, grew: peak - before, seconds, answer };
}

const upload = (server, name, bytes) => async () => {
  const form = new FormData();
  form.append("files", new Blob([bytes]), name);
  const answer = await fetch(`${server.address}/api/import`, { method: "POST", body: form, headers: { Authorization: server.headers.Authorization } });
  const report = answer.ok ? await answer.json() : null;
  return report ? `${report.resources} in, ${report.refused.length} refused` : `status ${answer.status}`;
};

// A command's own peak is told by the system when it ends.
const command = (file, data) => new Promise((done) => {
  const started = performance.now();
  const child = spawn("/usr/bin/env", ["python3", "-c",
    "import resource,subprocess,sys; code=subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL).returncode; print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss//1024, code)",
    xinglin, "import", file, "--data", data], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (part) => (text += part));
  child.on("exit", () => { const [peak, code] = text.split(" ").map(Number); done({ seconds: (performance.now() - started) / 1000, peak, code }); });
});

const folder = mkdtempSync(join(tmpdir(), "xinglin-bombs-"));
const server = await startServer(18471);
try {
  await upload(server, "warm.json", Buffer.from('{"resourceType":"Patient","id":"warm"}'))();
  await upload(server, "warm.dcm", films[0][2]())();
  const small = join(folder, "small.json");
  writeFileSync(small, '{"resourceType":"Patient","id":"small"}');
  await command(small, join(folder, "data"));
  const usual = await command(small, join(folder, "data"));
  console.log(`Server at rest ${memory(server.pid).residentMiB} MiB; a command that imports one patient ${usual.seconds.toFixed(2)} s and ${usual.peak} MiB (taken off below).\n`);
  console.log("| file | bytes | answer | HTTP s | HTTP +MiB | command +s | command +MiB | held |\n|---|---|---|---|---|---|---|---|");
  const line = async ([name, file, make, isFine, most = MOST_SECONDS], isFilm) => {
    if (!wanted(name)) return;
    const bytes = make();
    const http = await watched(server.pid, upload(server, file, bytes));
    writeFileSync(join(folder, file), bytes);
    const own = await command(join(folder, file), join(folder, "data"));
    rmSync(join(folder, file));
    const more = { seconds: Math.max(0, own.seconds - usual.seconds), peak: Math.max(0, own.peak - usual.peak) };
    const holds = isFilm ? http.answer.includes(" 0 refused") && own.code === 0
      : (isFine ? true : !http.answer.startsWith("status 5") && /[1-9]\d* refused|status 4/.test(http.answer))
        && http.seconds <= most + bytes.length / 50e6 && http.grew <= MOST_MIB && more.seconds <= most + bytes.length / 50e6 && more.peak <= MOST_MIB;
    console.log(`| ${name} | ${bytes.length.toLocaleString("en")} | ${http.answer} | ${http.seconds.toFixed(2)} | ${http.grew} | ${more.seconds.toFixed(2)} | ${more.peak} | ${judge(holds)} |`);
  };
  for (const bomb of bombs) await line(bomb, false);
  for (const film of films) await line(film, true);
  const after = memory(server.pid).residentMiB;
  await sleep(30_000);
  console.log(`\nResident after the last of them ${after} MiB, 30 s later ${memory(server.pid).residentMiB} MiB.\n`);

  if (wanted("searches")) {
    for (let i = 0; i < 120; i++) {
      const data = Buffer.alloc(1_500_000, `document ${i} `).toString("base64");
      await fetch(`${server.address}/fhir/DocumentReference/d${i}`, { method: "PUT", headers: { ...server.headers, "Content-Type": "application/fhir+json" },
        body: JSON.stringify({ resourceType: "DocumentReference", id: `d${i}`, status: "current", content: [{ attachment: { contentType: "text/plain", data } }] }) });
    }
    await sleep(12_000);
    console.log("| four at once | bytes an answer | s | +MiB | 30 s later | held |\n|---|---|---|---|---|---|");
    for (const [name, path, accept] of [["search, JSON", "/fhir/DocumentReference?_count=120", "application/fhir+json"], ["search, JSON, _pretty", "/fhir/DocumentReference?_count=120&_pretty=true", "application/fhir+json"], ["search, XML", "/fhir/DocumentReference?_count=120", "application/fhir+xml"]]) {
      const read = async () => { let length = 0; for await (const part of (await fetch(server.address + path, { headers: { ...server.headers, Accept: accept } })).body) length += part.length; return length; };
      const four = await watched(server.pid, () => Promise.all([read(), read(), read(), read()]));
      await sleep(30_000);
      console.log(`| ${name} | ${four.answer[0].toLocaleString("en")} | ${four.seconds.toFixed(1)} | ${four.grew} | ${memory(server.pid).residentMiB - four.before} | ${judge(four.grew <= MOST_SEARCH_MIB && new Set(four.answer).size === 1)} |`);
    }
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
