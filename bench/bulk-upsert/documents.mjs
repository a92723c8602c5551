/** 1,000 documents of 1,536 dimensions whose values are exact float32, as models give them. */
export const COUNT = 1000;
const DIMENSIONS = 1536;

/** The same values on every run: what differs between contestants is not their data. */
export function vectors() {
  let state = 42;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state / 2 ** 31;
  };
  return Array.from({ length: COUNT }, () => Float32Array.from({ length: DIMENSIONS }, () => next() * 0.05));
}

/** As `Array.from(float32)` gives them: `JSON.stringify` writes the whole double, up to 20 characters. */
export const asNumbers = () => vectors().map((vector) => Array.from(vector));

/** As an embeddings API sends them: doubles with the fewest digits that mean the same float32. */
export const asShortDecimals = () => vectors().map((vector) => Array.from(vector, shortest));

function shortest(value) {
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}

export const toDocuments = (list) =>
  list.map((vector, index) => ({
    document_id: `doc-${index}`,
    vectors: { v: vector },
    payload: { title: `Document ${index}`, year: 2026 },
  }));
