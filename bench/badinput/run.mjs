#!/usr/bin/env node
// Seeded mutations of valid files at the doors of a running server: no crash, no answer of 5xx, none over 2 s, memory
// bounded. Each kind is a module beside this file in kinds/: { name, seeds() → [{ file, bytes: Buffer or (number) → Buffer }], send(server, file, bytes) → Response }.
//   bench/badinput/run.mjs [--kinds dicom,…] [--count 2000] [--seed 1]
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { memory, startServer } from "../server.mjs";
import { mutate, randomOf } from "./mutations.mjs";

const MOST_SECONDS = 2, MOST_MIB = 512;
const option = (name, usual) => { const at = process.argv.indexOf(`--${name}`); return at < 0 ? usual : process.argv[at + 1]; };
const here = join(dirname(fileURLToPath(import.meta.url)), "kinds");
const all = readdirSync(here).filter((file) => file.endsWith(".mjs")).map((file) => file.slice(0, -4)).sort();
const kinds = option("kinds", all.join(",")).split(",");
const count = Number(option("count", 2000)), seed = Number(option("seed", 1));

const server = await startServer(18473);
let failed = 0;
try {
  console.log(`${count} mutations a kind, seed ${seed}; server at rest ${memory(server.pid).residentMiB} MiB.\n`);
  console.log("| kind | taken | refused | 4xx | 5xx or broken off | slowest s | peak MiB | held |\n|---|---|---|---|---|---|---|---|");
  for (const kind of kinds) {
    const { seeds, send } = await import(join(here, `${kind}.mjs`));
    const random = randomOf(seed);
    const originals = await seeds();
    let [taken, refused, client, broken, slowest] = [0, 0, 0, 0, 0];
    const faults = [];
    for (let i = 0; i < count; i++) {
      const { file, bytes } = originals[Math.floor(random() * originals.length)];
      const bad = mutate(typeof bytes === "function" ? bytes(i) : bytes, random);
      const started = performance.now();
      let outcome;
      try {
        outcome = await send(server, file, bad);
      } catch {
        outcome = { status: 0 };
      }
      const seconds = (performance.now() - started) / 1000;
      slowest = Math.max(slowest, seconds);
      if (outcome.status === 0 || outcome.status >= 500) { broken++; faults.push(i); }
      else if (outcome.status >= 400) client++;
      else if (outcome.refused) refused++;
      else taken++;
      if (server.pid && memory(server.pid).residentMiB === 0) throw new Error(`the server died at mutation ${i} of ${kind}`);
    }
    const peak = memory(server.pid).peakMiB;
    const holds = broken === 0 && slowest <= MOST_SECONDS && peak <= MOST_MIB;
    failed += holds ? 0 : 1;
    console.log(`| ${kind} | ${taken} | ${refused} | ${client} | ${broken}${faults.length ? ` (first: ${faults[0]})` : ""} | ${slowest.toFixed(2)} | ${peak} | ${holds ? "yes" : "**no**"} |`);
  }
} finally {
  await server.stop();
}
process.exit(failed ? 1 : 0);
