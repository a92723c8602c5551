/** A candidate for a varied answer. */
export interface MmrCandidate {
  readonly id: string;
  /** How well it answers the query, on the scale of a similarity. */
  readonly score: number;
  /** Candidates without one are like no other. */
  readonly vector?: Float32Array | undefined;
}

export interface MmrPick {
  id: string;
  /** The candidate's own score. */
  score: number;
  /** The value it was picked by. */
  mmrScore: number;
}

export interface MmrOptions {
  /** 0 to 1: the share of the score. */
  readonly lambda: number;
  readonly topK: number;
  /** How alike two candidates are. Default: the cosine of their vectors. */
  readonly similarity?: ((a: MmrCandidate, b: MmrCandidate) => number) | undefined;
}

/**
 * Picks candidates one by one by maximal marginal relevance:
 * the highest `lambda * score - (1 - lambda) * similarity`, where similarity is that to the nearest one picked
 * before (0 when there is none). `lambda` 1 keeps the order by score, 0 looks for variety only.
 * Equal values go to the earlier candidate, so give them best first.
 */
export function mmr(candidates: readonly MmrCandidate[], options: MmrOptions): MmrPick[] {
  const { lambda, topK } = options;
  const left = candidates.map((candidate) => ({ candidate, unit: toUnit(candidate.vector), nearest: -Infinity }));
  const picks: MmrPick[] = [];

  while (picks.length < topK && left.length > 0) {
    let best = 0;
    let bestValue = -Infinity;
    left.forEach(({ candidate, nearest }, i) => {
      const similarity = nearest === -Infinity ? 0 : nearest;
      const value = lambda * candidate.score - (1 - lambda) * similarity;
      if (value > bestValue) {
        best = i;
        bestValue = value;
      }
    });
    const [picked] = left.splice(best, 1) as [(typeof left)[number]];
    picks.push({ id: picked.candidate.id, score: picked.candidate.score, mmrScore: bestValue });
    for (const other of left) {
      const closeness = options.similarity?.(other.candidate, picked.candidate) ?? cosine(other.unit, picked.unit);
      other.nearest = Math.max(other.nearest, closeness);
    }
  }
  return picks;
}

function toUnit(vector: Float32Array | undefined): Float64Array | undefined {
  if (vector === undefined) return undefined;
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? undefined : Float64Array.from(vector, (value) => value / length);
}

/** Of vectors of length 1; 0 where one is missing. */
function cosine(a: Float64Array | undefined, b: Float64Array | undefined): number {
  if (a === undefined || b === undefined) return 0;
  if (a.length !== b.length) {
    throw new RangeError(`mmr compares vectors of one index; got ${a.length} and ${b.length} numbers.`);
  }
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}
