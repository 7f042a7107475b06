// Damage of all kinds that a file meets on its way, from a seed.

// mulberry32: small, good enough, the same everywhere.
export const randomOf = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

const below = (random, n) => Math.floor(random() * n);
const HOSTILE = [0, 0x7f, 0x80, 0xff, 0x22, 0x27, 0x3c, 0x5c, 0x7b, 0x7d, 0x2c, 0x0a];

const changes = [
  // A few bytes are others.
  (b, r) => { for (let n = 1 + below(r, 12); n > 0; n--) b[below(r, b.length)] = below(r, 256); return b; },
  // A few bytes are such as mean something.
  (b, r) => { for (let n = 1 + below(r, 4); n > 0; n--) b[below(r, b.length)] = HOSTILE[below(r, HOSTILE.length)]; return b; },
  // One bit.
  (b, r) => { b[below(r, b.length)] ^= 1 << below(r, 8); return b; },
  // Cut off.
  (b, r) => b.subarray(0, below(r, b.length)),
  // A piece is missing, doubled, or moved.
  (b, r) => { const [x, y] = span(b, r); return Buffer.concat([b.subarray(0, x), b.subarray(y)]); },
  (b, r) => { const [x, y] = span(b, r); return Buffer.concat([b.subarray(0, y), b.subarray(x, y), b.subarray(y)]); },
  (b, r) => { const [x, y] = span(b, r); const at = below(r, b.length); return Buffer.concat([b.subarray(x, y), b.subarray(0, x), b.subarray(y, Math.max(y, at)), b.subarray(Math.max(y, at))]); },
  // A length or number becomes enormous: four bytes of ones, or the largest positive number.
  (b, r) => { if (b.length > 4) b.writeUInt32LE([0xffffffff, 0x7fffffff, 0xfffffffe, 0x80000000][below(r, 4)], below(r, b.length - 4)); return b; },
  // Something is put in.
  (b, r) => { const at = below(r, b.length); return Buffer.concat([b.subarray(0, at), Buffer.from(Array.from({ length: 1 + below(r, 64) }, () => below(r, 256))), b.subarray(at)]); },
];

function span(b, r) {
  const x = below(r, b.length);
  return [x, Math.min(b.length, x + 1 + below(r, 4096))];
}

// The bytes with one to three changes; the original stays as it is.
export function mutate(bytes, random) {
  let out = Buffer.from(bytes);
  for (let n = 1 + below(random, 3); n > 0 && out.length > 8; n--) out = Buffer.from(changes[below(random, changes.length)](out, random));
  return out;
}
