/** What every contestant sends: documents with vectors of unit length, as an embedding model gives them. */
export const COUNT = Number(process.env.DOCUMENTS ?? 200_000);
export const BATCH = 500;
const DIMENSIONS = 768;
const DISTINCT = 1_000;

const random = generator(1);
const vectors = Array.from({ length: DISTINCT }, unitVector);

/** Made when asked for, so that the source is no part of the memory that is measured. */
export function document(index) {
  return {
    document_id: `doc-${index}`,
    vectors: { text: vectors[index % DISTINCT] },
    payload: { title: `Document ${index}`, lang: 'en', year: 2000 + (index % 25) },
  };
}

export async function* documents() {
  for (let index = 0; index < COUNT; index += 1) yield document(index);
}

export const batch = (number) => Array.from({ length: BATCH }, (_, index) => document(number * BATCH + index));

function unitVector() {
  const vector = Float32Array.from({ length: DIMENSIONS }, gaussian);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function gaussian() {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** mulberry32. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
