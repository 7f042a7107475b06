// Seeded mutations of FHIR JSON, XML, NDJSON and CSV at every door of the built program:
//   node bench/badinput/fhir.mjs [mutations of each kind = 2000] [seed = 1]
// Prints a markdown table, and fails when a door answers 5xx, hangs over 2 s, ends, or takes more than 512 MB.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer, xinglin } from "../server.mjs";

const rounds = Number(process.argv[2] ?? 2000);
const seed = Number(process.argv[3] ?? 1);
const mostMs = 2000;
const mostMb = 512;

// mulberry32: the same numbers everywhere.
function generator(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const splinters = [
  '"":"x"', "{", "}", "[", "]", '"', ",", ":", "null", "true", "-", "1e-9999", "1E400", "9".repeat(41), "\\u0000", "\\ud800", "\\uFFFF",
  "\uFFFE", "\u202E", "\u{20BB7}", "\0", "\u0001", "<", "/>", "<x>", '<!DOCTYPE x [<!ENTITY a "b">]>', "<![CDATA[", "&#0;", "&nbsp;",
  "<script/>", ' value=""', ' extension="x"', ' xmlns="urn:hl7-org:v3"', "\n", "\r\n", ";;;;", ",,,,", "=1+1", "0001-01-01",
  "9999-12-31T23:59:59-14:00", "Patient/", "Patient?identifier=%zz", "urn:uuid:", "../",
].map((text) => Buffer.from(text)).concat([[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf]].map((bytes) => Buffer.from(bytes)));

function mutate(whole, random) {
  const below = (n) => Math.floor(random() * n);
  let bytes = whole;
  for (let many = random() < 0.6 ? 1 : 2 + below(3); many > 0 && bytes.length > 1; many--) {
    const at = below(bytes.length);
    const length = Math.min(bytes.length - at, 1 << below(8));
    const splinter = splinters[below(splinters.length)];
    switch (below(12)) {
      case 0: bytes = bytes.subarray(0, at); break;
      case 1: bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]); break;
      case 2: bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]); break;
      case 3: bytes = Buffer.from(bytes); bytes[at] ^= 1 << below(8); break;
      case 4: bytes = Buffer.concat([bytes.subarray(0, at), splinter, bytes.subarray(at + below(4))]); break;
      case 5: bytes = Buffer.concat([bytes.subarray(0, at), ...Array(1 + below(400)).fill(splinters[below(5)]), bytes.subarray(at)]); break;
      case 6: {
        const other = below(bytes.length);
        const [from, to] = [Math.min(at, other), Math.max(at, other)];
        bytes = Buffer.concat([bytes.subarray(to), bytes.subarray(from, to), bytes.subarray(0, from)]);
        break;
      }
      case 7: bytes = Buffer.concat([bytes.subarray(0, at), splinter, bytes.subarray(at)]); break;
      // The smallest slips, which leave most texts whole: one letter or digit for another.
      default: {
        const from = bytes.subarray(at).findIndex((byte) => /[0-9A-Za-z]/.test(String.fromCharCode(byte)));
        if (from < 0) break;
        bytes = Buffer.from(bytes);
        bytes[at + from] = "0123456789ABCxyz"[below(16)].charCodeAt(0);
      }
    }
  }
  return bytes;
}

const patient = { resourceType: "Patient", id: "m1", text: { status: "generated", div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div>' },
  extension: [{ url: "http://a", valueDecimal: 1.25 }], identifier: [{ system: "urn:h", value: "7" }],
  name: [{ family: "王", given: ["秀", "英"], _given: [null, { extension: [{ url: "http://b", valueBoolean: true }] }] }], birthDate: "1950-01-02" };
const observation = { resourceType: "Observation", id: "m2", status: "final", code: { coding: [{ system: "http://loinc.org", code: "8480-6" }] },
  subject: { reference: "Patient/m1" }, effectiveDateTime: "2026-05-01T08:00:00+08:00",
  valueQuantity: { value: 132.5, system: "http://unitsofmeasure.org", code: "mm[Hg]" } };
const condition = { resourceType: "Condition", id: "m3", code: { coding: [{ system: "http://snomed.info/sct", code: "38341003" }] },
  subject: { reference: "Patient/m1" }, onsetDateTime: "2019-06" };
const bundle = (type) => ({ resourceType: "Bundle", type, entry: [patient, observation, condition].map((resource) => ({
  fullUrl: `http://example.org/fhir/${resource.resourceType}/${resource.id}`, resource,
  request: { method: "PUT", url: `${resource.resourceType}/${resource.id}` } })) });

// Each kind: good texts to damage, its media type, and the ending of its file.
const kinds = {
  "FHIR JSON": { type: "application/fhir+json", end: "json", good: [patient, observation, bundle("transaction"), bundle("collection")].map((r) => JSON.stringify(r)) },
  "FHIR XML": { type: "application/fhir+xml", end: "xml", good: [
    '<Patient xmlns="http://hl7.org/fhir"><id value="m1"/><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p>王 <b>x</b></p></div></text><extension url="http://a"><valueString value="b"/></extension><identifier><system value="urn:h"/><value value="7"/></identifier><name><family value="王"/></name><gender value="female"/><birthDate value="1950-01-02"/></Patient>',
    '<Observation xmlns="http://hl7.org/fhir"><id value="m2"/><status value="final"/><code><coding><system value="http://loinc.org"/><code value="8480-6"/></coding></code><subject><reference value="Patient/m1"/></subject><effectiveDateTime value="2026-05-01T08:00:00+08:00"/><valueQuantity><value value="132.5"/><system value="http://unitsofmeasure.org"/><code value="mm[Hg]"/></valueQuantity></Observation>',
  ] },
  NDJSON: { type: "application/fhir+json", end: "ndjson", good: [[patient, observation, condition].map((r) => JSON.stringify(r)).join("\n") + "\n"] },
  CSV: { type: "text/csv", end: "csv", good: [
    "patient,time,code,value,unit\nm1,2026-05-30 07:30,glucose,126,mg/dL\nm1,2026-05-30T08:30+08:00,血压,120/80,mmHg\n\"m1\",2026年5月29日 7:30,体重,\"70.5\",kg\n",
  ] },
};

const freePort = () => new Promise((found) => {
  const probe = createServer().listen(0, "127.0.0.1", () => { const { port } = probe.address(); probe.close(() => found(port)); });
});

// Peak resident memory of a process in MB, as the kernel counted it.
const peakOf = (pid) => { try { return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024; } catch { return 0; } };

const rows = [];
const faults = [];

function texts({ good }, name) {
  const random = generator(seed * 1000 + Object.keys(kinds).indexOf(name));
  return Array.from({ length: rounds }, () => mutate(Buffer.from(good[Math.floor(random() * good.length)]), random));
}

function upload(bytes, name) {
  const form = new FormData();
  form.append("files", new Blob([bytes]), name);
  return { method: "POST", body: form };
}

const server = await startServer(await freePort());
try {
  // A good text first: what a fresh process compiles is not the time of a damaged one.
  for (const kind of Object.values(kinds)) await fetch(`${server.address}/api/import`, { ...upload(Buffer.from(kind.good[0]), `m.${kind.end}`), headers: server.headers });
  for (const good of [...kinds["FHIR JSON"].good, ...kinds["FHIR XML"].good])
    for (const path of ["/fhir", "/fhir/Patient", "/fhir/Observation"])
      await fetch(server.address + path, { method: "POST", body: good, headers: { ...server.headers, "Content-Type": good[0] === "<" ? "application/fhir+xml" : "application/fhir+json" } });
  for (const [name, kind] of Object.entries(kinds)) {
    const all = texts(kind, name);
    const doors = {
      "POST /fhir": (bytes) => ["/fhir", { method: "POST", body: bytes, headers: { "Content-Type": kind.type } }],
      "POST /fhir/Type": (bytes) => ["/fhir/Patient", { method: "POST", body: bytes, headers: { "Content-Type": kind.type } }],
      "POST /api/import": (bytes) => ["/api/import", upload(bytes, `m.${kind.end}`)],
    };
    for (const [door, request] of Object.entries(doors)) {
      const row = { name, door, ok: 0, refused: 0, failed: 0, slowest: 0 };
      for (const bytes of all) {
        const [path, options] = request(bytes);
        const started = performance.now();
        try {
          const answer = await fetch(server.address + path, { ...options, headers: { ...server.headers, ...options.headers }, signal: AbortSignal.timeout(60_000) });
          await answer.arrayBuffer();
          row[answer.status < 400 ? "ok" : answer.status < 500 ? "refused" : "failed"]++;
          if (answer.status >= 500) faults.push(`${name} ${door} ${answer.status}: ${bytes.toString("base64")}`);
        } catch (fault) {
          row.failed++;
          faults.push(`${name} ${door} ${fault.message}: ${bytes.toString("base64")}`);
        }
        const took = performance.now() - started;
        row.slowest = Math.max(row.slowest, took);
        if (took > mostMs) faults.push(`${name} ${door} took ${took.toFixed(0)} ms: ${bytes.toString("base64")}`);
      }
      rows.push({ ...row, peak: peakOf(server.pid) });
    }
    rows.push(await command(name, kind, all));
  }
} finally {
  await server.stop();
}

// All texts of a kind as files in one folder, read by one command: a crash would take the files after it along.
async function command(name, kind, all) {
  const folder = mkdtempSync(join(tmpdir(), "xinglin-badinput-"));
  try {
    mkdirSync(join(folder, "files"));
    all.forEach((bytes, i) => writeFileSync(join(folder, "files", `${i}.${kind.end}`), bytes));
    const started = performance.now();
    const child = spawn(xinglin, ["import", join(folder, "files"), "--data", join(folder, "data"), "--json"], { stdio: ["ignore", "pipe", "inherit"] });
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, peakOf(child.pid))), 20);
    const out = [];
    child.stdout.on("data", (part) => out.push(part));
    const code = await new Promise((done) => child.on("close", done));
    clearInterval(watch);
    const took = performance.now() - started;
    const row = { name, door: "xinglin import", ok: 0, refused: 0, failed: 0, slowest: took / all.length, peak };
    if (code !== 0 && code !== 3) {
      faults.push(`${name} xinglin import ended with ${code}`);
      row.failed = all.length;
      return row;
    }
    const report = JSON.parse(Buffer.concat(out).toString());
    const number = (place) => /(\d+)\.[a-z]+/.exec(place.slice(place.lastIndexOf("files/") + 6))?.[1] ?? /(\d+)\.[a-z]+/.exec(place)?.[1];
    const accepted = new Set(report.accepted.map((item) => number(item.place)));
    const refused = new Set(report.refused.map((item) => number(item.place)));
    for (let i = 0; i < all.length; i++)
      if (refused.has(String(i))) row.refused++;
      else if (accepted.has(String(i))) row.ok++;
      else { row.failed++; faults.push(`${name} xinglin import says nothing of file ${i}: ${all[i].toString("base64")}`); }
    return row;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const row of rows) if (row.peak > mostMb) faults.push(`${row.name} ${row.door}: ${row.peak.toFixed(0)} MB`);
console.log(`Seed ${seed}. For the command, the time is the mean of a file.\n`);
console.log("| kind | door | mutations | 2xx | 4xx | 5xx | slowest ms | peak MB |\n|---|---|--:|--:|--:|--:|--:|--:|");
for (const r of rows) console.log(`| ${r.name} | \`${r.door}\` | ${rounds} | ${r.ok} | ${r.refused} | ${r.failed} | ${r.slowest.toFixed(0)} | ${r.peak.toFixed(0)} |`);
for (const fault of faults.slice(0, 20)) console.error(fault.slice(0, 2000));
process.exitCode = faults.length > 0 ? 1 : 0;
