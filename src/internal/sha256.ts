/** SHA-256, fed in pieces. */
export interface Sha256 {
  update(bytes: Uint8Array): void;
  hex(): string;
}

/** SHA-256 (FIPS 180-4) where the platform has no synchronous one. */
export function createSha256(): Sha256 {
  const state = new Uint32Array(INITIAL);
  const schedule = new Uint32Array(64);
  const block = new Uint8Array(64);
  let filled = 0;
  let length = 0;

  const update = (bytes: Uint8Array): void => {
    length += bytes.length;
    for (let offset = 0; offset < bytes.length;) {
      const take = Math.min(64 - filled, bytes.length - offset);
      block.set(bytes.subarray(offset, offset + take), filled);
      filled += take;
      offset += take;
      if (filled === 64) {
        compress(state, block, schedule);
        filled = 0;
      }
    }
  };

  return {
    update,
    hex: () => toHex(digest(update, { state, length, filled })),
  };
}

/** HMAC-SHA-256 (RFC 2104) of a text, as hex. */
export function hmacSha256(key: string, message: string): string {
  const encoder = new TextEncoder();
  const padded = new Uint8Array(64);
  const keyBytes = encoder.encode(key);
  padded.set(keyBytes.length > 64 ? fromHex(hashHex(keyBytes)) : keyBytes);
  const inner = hashHex(
    padded.map((byte) => byte ^ 0x36),
    encoder.encode(message),
  );
  return hashHex(
    padded.map((byte) => byte ^ 0x5c),
    fromHex(inner),
  );
}

function hashHex(...parts: readonly Uint8Array[]): string {
  const hash = createSha256();
  for (const part of parts) hash.update(part);
  return hash.hex();
}

function digest(
  update: (bytes: Uint8Array) => void,
  end: { state: Uint32Array; length: number; filled: number },
): Uint8Array {
  const padding = new Uint8Array((end.filled < 56 ? 64 : 128) - end.filled);
  padding[0] = 0x80;
  const view = new DataView(padding.buffer);
  view.setUint32(padding.length - 8, Math.floor(end.length / 2 ** 29));
  view.setUint32(padding.length - 4, (end.length << 3) >>> 0);
  update(padding);
  const bytes = new Uint8Array(32);
  const out = new DataView(bytes.buffer);
  end.state.forEach((word, i) => out.setUint32(4 * i, word));
  return bytes;
}

function compress(state: Uint32Array, block: Uint8Array, w: Uint32Array): void {
  const view = new DataView(block.buffer, block.byteOffset, 64);
  for (let i = 0; i < 16; i++) w[i] = view.getUint32(4 * i);
  for (let i = 16; i < 64; i++) {
    const a = at(w, i - 15);
    const b = at(w, i - 2);
    const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
    const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
    w[i] = at(w, i - 16) + s0 + at(w, i - 7) + s1;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + at(ROUND, i) + at(w, i)) >>> 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) >>> 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) >>> 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) >>> 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = at(state, i) + word));
}

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

const at = (words: Uint32Array, i: number): number => words[i] ?? 0;

const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

const fromHex = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

const PRIMES = firstPrimes(64);
/** First 32 bits of the fractional part. */
const fraction = (x: number): number => ((x - Math.floor(x)) * 2 ** 32) >>> 0;
const INITIAL = Uint32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
const ROUND = Uint32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}
