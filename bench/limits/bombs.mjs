// Makes the bombs and the large files that are none. Small in themselves; what they ask for is in their names.
import { crc32, deflateRawSync, gzipSync } from "node:zlib";

const kib = (n) => n * 1024;
const mib = (n) => n * 1024 * 1024;

const element = (group, tag, vr, value) => {
  let bytes = Buffer.isBuffer(value) ? value : Buffer.from(value, "latin1");
  if (bytes.length % 2) bytes = Buffer.concat([bytes, Buffer.from(vr === "UI" ? "\0" : " ")]);
  const isLong = ["OB", "OW", "SQ", "UN", "UC", "UT"].includes(vr);
  const head = Buffer.alloc(isLong ? 12 : 8);
  head.writeUInt16LE(group, 0); head.writeUInt16LE(tag, 2); head.write(vr, 4, "latin1");
  if (isLong) head.writeUInt32LE(bytes.length, 8); else head.writeUInt16LE(bytes.length, 6);
  return Buffer.concat([head, bytes]);
};
const us = (n) => { const b = Buffer.alloc(2); b.writeUInt16LE(n); return b; };
const longHead = (group, tag, vr, length) => {
  const head = Buffer.alloc(12);
  head.writeUInt16LE(group, 0); head.writeUInt16LE(tag, 2); head.write(vr, 4, "latin1"); head.writeUInt32LE(length >>> 0, 8);
  return head;
};
export const part10 = (body, syntax = "1.2.840.10008.1.2.1", sop = "1.2.77.1", preamble = Buffer.alloc(128)) => {
  const meta = Buffer.concat([element(2, 2, "UI", "1.2.840.10008.5.1.4.1.1.1"), element(2, 3, "UI", sop), element(2, 0x10, "UI", syntax)]);
  return Buffer.concat([preamble, Buffer.from("DICM"), meta, body]);
};
export const film = (rows, columns, sop = "1.2.77.1", name = "Bench^Bomb", pixels = null) => Buffer.concat([
  element(8, 0x16, "UI", "1.2.840.10008.5.1.4.1.1.1"), element(8, 0x18, "UI", sop), element(8, 0x60, "CS", "CR"),
  element(0x10, 0x10, "PN", name), element(0x10, 0x20, "LO", "BENCH-" + sop), element(0x20, 0xd, "UI", sop + ".2"), element(0x20, 0xe, "UI", sop + ".3"),
  element(0x28, 2, "US", us(1)), element(0x28, 4, "CS", "MONOCHROME2"), element(0x28, 0x10, "US", us(rows)), element(0x28, 0x11, "US", us(columns)),
  element(0x28, 0x100, "US", us(16)), element(0x28, 0x101, "US", us(16)), element(0x28, 0x102, "US", us(15)), element(0x28, 0x103, "US", us(0)),
  ...(pixels ? [element(0x7fe0, 0x10, "OW", pixels)] : []),
]);
const item = Buffer.from([0xfe, 0xff, 0, 0xe0, 0, 0, 0, 0]);
const items = (n) => Buffer.alloc(8 * n, item);
const sequence = longHead(8, 0x1140, "SQ", 0xffffffff);
const deep = (n) => Buffer.concat(Array.from({ length: n }, () => Buffer.concat([sequence, Buffer.from([0xfe, 0xff, 0, 0xe0, 0xff, 0xff, 0xff, 0xff])])));
const deflated = (body) => part10(deflateRawSync(body, { level: 9 }), "1.2.840.10008.1.2.1.99");

// A zip of entries [name, bytes]; with same content given once and named often, all entries share it (as in "42.zip").
export const zip = (entries) => {
  const parts = [], directory = [];
  let at = 0;
  const known = new Map();
  for (const [name, bytes] of entries) {
    let place = known.get(bytes);
    const head = Buffer.alloc(30);
    if (!place) {
      const packed = deflateRawSync(bytes, { level: 9 });
      place = { at, crc: crc32(bytes), packed: packed.length, length: bytes.length, name };
      known.set(bytes, place);
      head.writeUInt32LE(0x04034b50, 0); head.writeUInt16LE(20, 4); head.writeUInt16LE(8, 8);
      head.writeUInt32LE(place.crc, 14); head.writeUInt32LE(packed.length, 18); head.writeUInt32LE(bytes.length, 22); head.writeUInt16LE(name.length, 26);
      parts.push(head, Buffer.from(name), packed);
      at += 30 + name.length + packed.length;
    }
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0); entry.writeUInt16LE(20, 4); entry.writeUInt16LE(20, 6); entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(place.crc, 16); entry.writeUInt32LE(place.packed, 20); entry.writeUInt32LE(place.length, 24);
    entry.writeUInt16LE(name.length, 28); entry.writeUInt32LE(place.at, 42);
    directory.push(entry, Buffer.from(name));
  }
  const size = directory.reduce((sum, b) => sum + b.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0); end.writeUInt16LE(Math.min(entries.length, 65535), 8); end.writeUInt16LE(Math.min(entries.length, 65535), 10);
  end.writeUInt32LE(size, 12); end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
};

const patient = (inner) => Buffer.from(`{"resourceType":"Patient",${inner}}`);
const xml = (inner) => Buffer.from(`<Patient xmlns="http://hl7.org/fhir">${inner}</Patient>`);

// [name, file name, maker, what becomes of it if it is not refused, seconds it may take if not one]; made one at a time, since some are large while they are made.
export const bombs = [
  ["DICOM, deflated, 1 GiB of zeroes, rows and columns agree", "a.dcm", () => deflated(Buffer.concat([film(23170, 23170), longHead(0x7fe0, 0x10, "OW", mib(1024)), Buffer.alloc(mib(1000))]))],
  ["DICOM, deflated, 6 million items", "a.dcm", () => deflated(Buffer.concat([sequence, items(6_000_000)]))],
  ["DICOM, deflated, 30 million items", "a.dcm", () => deflated(Buffer.concat([sequence, items(30_000_000)]))],
  ["DICOM, 350 kB of items", "a.dcm", () => part10(Buffer.concat([sequence, items(44_000)]))],
  ["DICOM, 16 MB of items", "a.dcm", () => part10(Buffer.concat([sequence, items(2_000_000)]))],
  ["DICOM, 5,000 sequences deep", "a.dcm", () => part10(deep(5000))],
  ["DICOM, 65,535 × 65,535, no pixels", "a.dcm", () => part10(Buffer.concat([film(65535, 65535), longHead(0x7fe0, 0x10, "OW", 0xfffffffe)]))],
  ["DICOM, RLE fragment for 8,000 × 8,000", "a.dcm", () => part10(Buffer.concat([film(8000, 8000, "1.2.77.9"), longHead(0x7fe0, 0x10, "OB", 0xffffffff), item, Buffer.from([0xfe, 0xff, 0, 0xe0, 80, 0, 0, 0]), Buffer.alloc(80, 2), Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0])]), "1.2.840.10008.1.2.5"), "kept, unreadable"],
  ["DICOM, 60 million backslashes in a name", "a.dcm", () => part10(Buffer.concat([film(1, 1).subarray(0, 0), element(8, 0x16, "UI", "1.2.840.10008.5.1.4.1.1.1"), element(8, 0x18, "UC", Buffer.alloc(60_000_000, "\\"))]))],
  ["JSON, one string of 60 MB", "a.json", () => patient(`"name":[{"family":"${"A".repeat(60_000_000)}"}]`)],
  ["JSON, one name of 60 MB", "a.json", () => patient(`"${"a".repeat(60_000_000)}":1`)],
  ["JSON, one number of 60 MB", "a.json", () => patient(`"multipleBirthInteger":${"1".repeat(60_000_000)}`)],
  ["JSON, 10 million empty objects", "a.json", () => patient(`"name":[${"{},".repeat(10_000_000)}{}]`)],
  ["JSON, 500,000 wrong values (1 MB)", "a.json", () => patient(`"name":[{"given":[${"1,".repeat(500_000)}1]}]`)],
  ["JSON, 90,000 wrong values", "a.json", () => patient(`"name":[{"given":[${"1,".repeat(90_000)}1]}]`)],
  ["JSON, Bundle of 290,000 wrong values", "a.json", () => Buffer.from(`{"resourceType":"Bundle","type":"transaction","entry":[${`{"resource":{"resourceType":"Patient","name":[{"given":[${"1,".repeat(95)}1]}]},"request":{"method":"POST","url":"Patient"}},`.repeat(2700)}{"fullUrl":"urn:x"}]}`)],
  ["JSON, 5 million levels deep", "a.json", () => Buffer.from("[".repeat(5_000_000))],
  ["XML, one value of 60 MB", "a.xml", () => xml(`<name><family value="${"A".repeat(60_000_000)}"/></name>`)],
  ["XML, 5 million elements", "a.xml", () => xml("<name/>".repeat(5_000_000))],
  ["XML, 5 million attributes", "a.xml", () => xml(`<name ${"a='' ".repeat(5_000_000)}/>`)],
  ["XML, a billion entities", "a.xml", () => Buffer.from(`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i} "${`&a${i ? i - 1 : ""};`.repeat(10)}">`).join("")}]><Patient xmlns="http://hl7.org/fhir"><name><family value="&a8;"/></name></Patient>`)],
  ["XML, 900,000 processing instructions", "a.xml", () => xml("<?a b?>".repeat(900_000))],
  ["XML, 500,000 CDATA sections", "a.xml", () => xml(`<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">${"<![CDATA[a]]>".repeat(500_000)}</div></text>`)],
  ["XML, 700,000 comments", "a.xml", () => xml("<!--a-->".repeat(700_000))],
  ["XML, a narrative of 40,000 namespaces", "a.xml", () => xml(`<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p ${Array.from({ length: 40_000 }, (_, i) => `xmlns:a${i}="b"`).join(" ")}>a</p></div></text>`)],
  ["JSON, a narrative of 40,000 namespaces", "a.json", () => patient(`"text":{"status":"generated","div":"<div xmlns='http://www.w3.org/1999/xhtml'><p ${Array.from({ length: 40_000 }, (_, i) => `xmlns:a${i}='b'`).join(" ")}>a</p></div>"}`)],
  ["zip of 60 files of 900,000 instructions", "a.zip", () => { const body = xml("<?a b?>".repeat(900_000)); return zip(Array.from({ length: 60 }, (_, i) => [`${i}.xml`, Buffer.from(body)])); }, undefined, 3],
  ["JSON, a name of 300,000 accents", "a.json", () => patient(`"id":"accents","name":[{"family":"a${"\u0301\u0316".repeat(150_000)}"}]`), "taken"],
  ["JSON, a content type of 300,000 accents", "a.json", () => Buffer.from(`{"resourceType":"Binary","id":"accents","contentType":"a${"\u0301\u0316".repeat(150_000)}"}`), "refused or taken"],
  ["CSV, one time of 60,000 accents", "a.csv", () => Buffer.from(`patient,time,code,value,unit\nx,2026-05-30${"\u0301\u0316".repeat(15_000)},glucose,6.1,mmol/L\n`)],
  ["zip, 40 tables of one row 4,000 times", "a.zip", () => { const body = Buffer.from(`patient,time,code,value,unit\n${"warm,2026-05-30 07:30,glucose,6.1,mmol/L\n".repeat(4000)}`); return zip(Array.from({ length: 40 }, (_, i) => [`${i}.csv`, Buffer.from(body)])); }, "taken", 3],
  ["JSON, 5,000 conditional references", "a.json", () => Buffer.from(JSON.stringify({ resourceType: "Bundle", type: "transaction", entry: Array.from({ length: 5000 }, (_, i) => ({ resource: { resourceType: "Basic", id: `b${i}`, code: { text: "x" }, subject: { reference: `Patient?name:contains=a${i}` } }, request: { method: "PUT", url: `Basic/b${i}` } })) })), undefined, 3],
  ["NDJSON, one line of 200 MB", "a.ndjson", () => Buffer.alloc(mib(200), "x")],
  ["CSV, one line of 200 MB", "a.csv", () => Buffer.concat([Buffer.from("patient,time,code,value,unit\n"), Buffer.alloc(mib(200), ",")])],
  ["zip of 1 GiB of spaces", "a.zip", () => zip([["a.json", Buffer.alloc(mib(1024), " ")]])],
  ["gzip of 1 GiB of zeroes", "a.csv.gz", () => gzipSync(Buffer.alloc(mib(1024)))],
  ["zip, 1,000 entries that share 100 MB", "a.zip", () => { const body = Buffer.alloc(mib(100), " "); return zip(Array.from({ length: 1000 }, (_, i) => [`${i}.json`, body])); }],
  ["zip in zip in zip in zip", "a.zip", () => zip([["a.zip", zip([["a.zip", zip([["a.zip", zip([["a.json", Buffer.from("{}")]])]])]])]])],
  ["zip, directory of 60,000 names of 900 bytes", "a.zip", () => { const body = Buffer.from("{}"); return zip(Array.from({ length: 60_000 }, (_, i) => [String(i).padStart(900, "n"), body])); }],
];

// Large, and right: these must be taken.
export const films = [
  ["film of 3,000 × 3,000, nearly black, deflated", "film.dcm", () => { const pixels = Buffer.alloc(18_000_000); pixels[9_000_001] = 3; return part10(deflateRawSync(film(3000, 3000, "1.2.77.21", "Bench^Film", pixels)), "1.2.840.10008.1.2.1.99", "1.2.77.21"); }],
  ["the same, native, in a zip", "film.zip", () => { const pixels = Buffer.alloc(18_000_000); pixels[9_000_001] = 3; return zip([["film.dcm", part10(film(3000, 3000, "1.2.77.22", "Bench^Film", pixels), "1.2.840.10008.1.2.1", "1.2.77.22")]]); }],
  ["document of 10 MB", "document.json", () => Buffer.from(`{"resourceType":"Binary","id":"large","contentType":"application/pdf","data":"${Buffer.alloc(10_000_000, "pdf").toString("base64")}"}`)],
];
