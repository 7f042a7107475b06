// 30 Synthea bundles through the importer: resources per second, median of 5 runs on fresh folders.
// Usage: node bench/import/run.mjs ../shared/data/fhir/synthea_r4
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import { xinglin, median, filesUnder } from "../server.mjs";

const folder = process.argv[2] ?? "../shared/data/fhir/synthea_r4";
const bundles = filesUnder(folder, ".json").filter((path) => !path.endsWith("counts.json"));
const rates = [];
const seconds = [];
let resources = 0;
for (let repeat = 0; repeat < 5; repeat++) {
  const data = mkdtempSync(join(tmpdir(), "xinglin-import-"));
  const started = performance.now();
  const report = JSON.parse(execFileSync(xinglin, ["import", ...bundles, "--data", data, "--json"], { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] }));
  const whole = (performance.now() - started) / 1000;
  resources = report.resources;
  if (report.refused.length > 0) throw new Error(`${report.refused.length} refused`);
  rates.push(resources / report.seconds);
  seconds.push(whole);
  rmSync(data, { recursive: true, force: true });
}
console.log("| what | value |\n|---|---|");
console.log(`| bundles, resources | ${bundles.length}, ${resources} |`);
console.log(`| resources per second while importing, median of 5 | ${Math.round(median(rates))} |`);
console.log(`| whole command with start of the program, median of 5, s | ${median(seconds).toFixed(2)} |`);
