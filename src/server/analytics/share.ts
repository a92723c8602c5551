export function round(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}

/** A part of a whole, 0 to 1 with four decimals; 0 of nothing. */
export const rateOf = (part: number, whole: number): number => (whole === 0 ? 0 : round(part / whole, 4));

/** The same from 0 to 100, with two decimals. */
export const percentOf = (part: number, whole: number): number => (whole === 0 ? 0 : round((100 * part) / whole, 2));

/** The mean with so many decimals; 0 of no values. */
export function averageOf(values: readonly number[], decimals = 3): number {
  if (values.length === 0) return 0;
  return round(sumOf(values) / values.length, decimals);
}

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
