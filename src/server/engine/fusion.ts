import { unreachable } from '../../internal/unreachable.js';
import { bestHits, compareHits } from './top-k.js';
import type { Hit } from './types.js';

/** The answer of one search, best first. */
export interface RankedList {
  readonly hits: readonly Hit[];
  /** Counts for `weighted` only. Default 1. */
  readonly weight?: number | undefined;
}

export type FusionMethod = 'rrf' | 'dbsf' | 'weighted' | 'max';

/** The usual damping of reciprocal rank fusion. */
const RRF_K = 60;

/**
 * Joins the answers of several searches into one, best first, equal scores by id. A single list is only cut to `topK`.
 *
 * - `rrf`: the sum of `1 / (60 + rank)`, ranks from 1; scores do not count.
 * - `dbsf`: the sum of scores brought to 0..1 by each list's mean and three (sample) standard deviations to both sides;
 *   0.5 where a list has no spread.
 * - `weighted`: the sum of weight times score, scores brought to 0..1 by each list's lowest and highest;
 *   1 where a list has no spread.
 * - `max`: the highest score as it is, so only for lists whose scores compare.
 *
 * @example
 * fuse([{ hits: dense }, { hits: lexical }], { method: 'rrf', topK: 10 })
 */
export function fuse(lists: readonly RankedList[], options: { method: FusionMethod; topK?: number }): Hit[] {
  const { method, topK } = options;
  const fused = lists.length === 1 ? (lists[0] as RankedList).hits.map((hit) => ({ ...hit })) : join(lists, method);
  return topK === undefined ? fused.sort(compareHits) : bestHits(fused, topK);
}

function join(lists: readonly RankedList[], method: FusionMethod): Hit[] {
  const scores = new Map<string, number>();
  for (const list of lists) {
    for (const { id, score } of rescore(list, method)) {
      const before = scores.get(id);
      if (before === undefined) scores.set(id, score);
      else scores.set(id, method === 'max' ? Math.max(before, score) : before + score);
    }
  }
  return Array.from(scores, ([id, score]) => ({ id, score }));
}

/** What each hit of one list adds. */
function rescore({ hits, weight = 1 }: RankedList, method: FusionMethod): Hit[] {
  switch (method) {
    case 'rrf':
      return hits.map(({ id }, i) => ({ id, score: 1 / (RRF_K + i + 1) }));
    case 'dbsf':
      return byDistribution(hits);
    case 'weighted':
      return byExtremes(hits).map(({ id, score }) => ({ id, score: score * weight }));
    case 'max':
      return [...hits];
    default:
      return unreachable(method);
  }
}

function byDistribution(hits: readonly Hit[]): Hit[] {
  const mean = hits.reduce((sum, { score }) => sum + score, 0) / hits.length;
  const squares = hits.reduce((sum, { score }) => sum + (score - mean) ** 2, 0);
  const deviation = hits.length < 2 ? 0 : Math.sqrt(squares / (hits.length - 1));
  return hits.map(({ id, score }) => {
    if (deviation === 0) return { id, score: 0.5 };
    const normalised = (score - (mean - 3 * deviation)) / (6 * deviation);
    return { id, score: Math.max(0, Math.min(1, normalised)) };
  });
}

function byExtremes(hits: readonly Hit[]): Hit[] {
  const lowest = hits.reduce((low, { score }) => Math.min(low, score), Infinity);
  const highest = hits.reduce((high, { score }) => Math.max(high, score), -Infinity);
  const spread = highest - lowest;
  return hits.map(({ id, score }) => ({ id, score: spread === 0 ? 1 : (score - lowest) / spread }));
}
