/** What a number takes in JSON on average, with its comma: most vector elements have eight or nine digits. */
const BYTES_PER_NUMBER = 12;
const BYTES_PER_NAME = 4;
/** Deeper payloads are counted no further. */
const MOST_DEPTH = 8;

/** About how many bytes a value takes in JSON. A guess to compare with other guesses: it reads no vector and encodes no string. */
export function estimateBytes(value: unknown, depth = 0): number {
  if (typeof value === 'string') return value.length + 3;
  if (typeof value !== 'object' || value === null) return BYTES_PER_NUMBER;
  if (ArrayBuffer.isView(value)) return 2 + numberCount(value) * BYTES_PER_NUMBER;
  if (depth > MOST_DEPTH) return BYTES_PER_NUMBER;
  if (Array.isArray(value)) return 2 + estimateList(value, depth);
  let bytes = 2;
  const fields = value as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(fields)) {
    bytes += name.length + BYTES_PER_NAME + estimateBytes(fields[name], depth + 1);
  }
  return bytes;
}

function estimateList(list: readonly unknown[], depth: number): number {
  if (typeof list[0] === 'number') return list.length * BYTES_PER_NUMBER;
  let bytes = 0;
  for (const item of list) bytes += estimateBytes(item, depth + 1);
  return bytes;
}

function numberCount(view: ArrayBufferView): number {
  return 'length' in view ? (view.length as number) : view.byteLength;
}
