/** How soon more occurrences of a term stop adding. */
const K1 = 1.2;
/** How much a text longer than the average is marked down, 0 to 1. */
const B = 0.75;

/** What a rare term counts more: `ln(1 + (documents - containing + 0.5) / (containing + 0.5))`. */
export function inverseDocumentFrequency(documents: number, containing: number): number {
  return Math.log(1 + (documents - containing + 0.5) / (containing + 0.5));
}

/**
 * BM25 of one term in one text, with k1 = 1.2 and b = 0.75:
 * `idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / averageLength))`.
 * A text scores the sum over the distinct terms of the query.
 */
export function bm25(
  idf: number,
  term: { readonly frequency: number; readonly length: number; readonly averageLength: number },
): number {
  const { frequency, length, averageLength } = term;
  return (idf * frequency * (K1 + 1)) / (frequency + K1 * (1 - B + (B * length) / averageLength));
}
