/**
 * The nearest-rank percentile: the smallest value that at least `percent` % of the values do not exceed. It is always one
 * of the values; 0 when there are none.
 *
 * @param sorted ascending
 * @param percent above 0, at most 100
 */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? 0;
}
