/** What a query should find. */
export interface Truth {
  /** Relevant documents. */
  readonly relevant: ReadonlySet<string>;
  /** How relevant a document is, from 0. Relevant ones without an entry count 1, others 0. */
  readonly gains: ReadonlyMap<string, number>;
}

export const METRICS = ['precision', 'recall', 'f1', 'map', 'ndcg', 'mrr'] as const;
export type Metric = (typeof METRICS)[number];

/**
 * How good the first `k` of a ranking are, each figure from 0 to 1:
 *
 * - `precision`: relevant ones among k places, also where fewer were found; `recall`: among all relevant ones; `f1`: their harmonic mean.
 * - `map`: precision at each relevant one found, summed and divided by the most that could be: the lesser of k and all relevant ones.
 * - `ndcg`: gain / log2(place + 1) summed, over that of the best order there is.
 * - `mrr`: 1 / place of the first relevant one.
 *
 * @example
 * measureRanking(['a', 'b'], { relevant: new Set(['b']), gains: new Map() }, 2).mrr // 0.5
 */
export function measureRanking(ranking: readonly string[], truth: Truth, k: number): Record<Metric, number> {
  const top = ranking.slice(0, k);
  const { relevant } = truth;
  const found = top.filter((id) => relevant.has(id)).length;
  const precision = found / k;
  const recall = relevant.size === 0 ? 0 : found / relevant.size;
  const first = top.findIndex((id) => relevant.has(id));
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    map: averagePrecision(top, relevant, k),
    ndcg: normalisedGain(top, truth, k),
    mrr: first === -1 ? 0 : 1 / (first + 1),
  };
}

function averagePrecision(top: readonly string[], relevant: ReadonlySet<string>, k: number): number {
  let found = 0;
  let sum = 0;
  for (const [place, id] of top.entries()) {
    if (!relevant.has(id)) continue;
    found += 1;
    sum += found / (place + 1);
  }
  const most = Math.min(k, relevant.size);
  return most === 0 ? 0 : sum / most;
}

/** Discounted gain over that of the best order. */
export function normalisedGain(top: readonly string[], { relevant, gains }: Truth, k: number): number {
  const gainOf = (id: string): number => gains.get(id) ?? (relevant.has(id) ? 1 : 0);
  const ids = new Set([...relevant, ...gains.keys()]);
  const best = discounted(
    [...ids]
      .map(gainOf)
      .sort((a, b) => b - a)
      .slice(0, k),
  );
  return best === 0 ? 0 : discounted(top.slice(0, k).map(gainOf)) / best;
}

const discounted = (gains: readonly number[]): number =>
  gains.reduce((sum, gain, place) => sum + gain / Math.log2(place + 2), 0);

/** 0 for no values. */
export const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
