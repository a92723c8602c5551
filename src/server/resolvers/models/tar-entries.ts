const BLOCK = 512;
const SIZE = { at: 124, length: 12 };
const CHECKSUM = { at: 148, length: 8 };
const TYPE = 156;
const DIRECTORY = '5'.charCodeAt(0);
const SPACE = 0x20;

/**
 * Counts the files of a tar archive as its bytes pass by; only headers are looked at. Works where Node's libraries do not.
 *
 * @throws Error that says what is wrong with it
 */
export async function countTarFiles(bytes: AsyncIterable<Uint8Array>): Promise<number> {
  const header = new Uint8Array(BLOCK);
  let filled = 0;
  let skipping = 0;
  let files = 0;
  let ended = false;
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length && !ended;) {
      if (skipping > 0) {
        const step = Math.min(skipping, chunk.length - at);
        skipping -= step;
        at += step;
        continue;
      }
      const step = Math.min(BLOCK - filled, chunk.length - at);
      header.set(chunk.subarray(at, at + step), filled);
      filled += step;
      at += step;
      if (filled < BLOCK) continue;
      filled = 0;
      // A block of zeros ends an archive; what follows is padding.
      ended = header.every((byte) => byte === 0);
      if (ended) continue;
      checkHeader(header);
      if (header[TYPE] !== DIRECTORY) files += 1;
      skipping = Math.ceil(readNumber(header, SIZE) / BLOCK) * BLOCK;
    }
  }
  if (skipping > 0 || filled > 0) throw new Error('the tar inside it ends in the middle of a file');
  return files;
}

export function checkHeader(header: Uint8Array): void {
  let sum = 0;
  for (const [index, byte] of header.entries()) {
    sum += index >= CHECKSUM.at && index < CHECKSUM.at + CHECKSUM.length ? SPACE : byte;
  }
  if (sum !== readNumber(header, CHECKSUM)) throw new Error('what is inside it is not a tar archive');
}

/** Octal digits, or for large files the number itself in base 256 behind a set first bit. */
export function readNumber(header: Uint8Array, { at, length }: { at: number; length: number }): number {
  const field = header.subarray(at, at + length);
  const first = field[0] ?? 0;
  if (first & 0x80) return field.subarray(1).reduce((number, byte) => number * 256 + byte, first & 0x7f);
  const digits = new TextDecoder().decode(field).replaceAll('\0', ' ').trim();
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}
