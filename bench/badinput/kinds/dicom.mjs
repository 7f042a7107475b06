// DICOM in its native and deflated syntaxes, RLE, and a sequence, by the upload of files.
import { deflateRawSync } from "node:zlib";
import { film, part10 } from "../../limits/bombs.mjs";

let made = 0;

const pixels = Buffer.from(Array.from({ length: 64 * 64 * 2 }, (_, i) => (i * 7) & 255));
const sequence = Buffer.from([8, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xfe, 0xff, 0, 0xe0, 0xff, 0xff, 0xff, 0xff, 0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0, 0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);

// Each with UIDs of its own: other bytes under a known UID would be refused before they are looked at.
export function seeds() {
  const body = (i) => film(64, 64, `1.2.78.${i + 1}`, "Bad^Input", pixels);
  return [
    { file: "explicit.dcm", bytes: (i) => part10(body(i)) },
    { file: "deflated.dcm", bytes: (i) => part10(deflateRawSync(body(i)), "1.2.840.10008.1.2.1.99") },
    { file: "big-endian.dcm", bytes: (i) => part10(body(i), "1.2.840.10008.1.2.2") },
    { file: "implicit.dcm", bytes: (i) => part10(body(i), "1.2.840.10008.1.2") },
    { file: "rle.dcm", bytes: (i) => part10(body(i), "1.2.840.10008.1.2.5") },
    { file: "nested.dcm", bytes: (i) => part10(Buffer.concat([film(64, 64, `1.2.78.${i + 1}`, "Bad^Input"), sequence])) },
  ];
}

export async function send(server, file, bytes) {
  const form = new FormData();
  form.append("files", new Blob([bytes]), `${++made}-${file}`);
  const answer = await fetch(`${server.address}/api/import`, { method: "POST", body: form, headers: { Authorization: server.headers.Authorization } });
  const text = await answer.text();
  return { status: answer.status, refused: answer.ok && JSON.parse(text).refused.length > 0 };
}
