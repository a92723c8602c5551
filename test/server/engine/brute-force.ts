import type { Hit, Metric } from '../../../src/server/engine/index.js';

/** Scores by the definitions, in double precision, one vector at a time: shares no code with the engine. */
export function bruteForce(
  vectors: ReadonlyMap<string, Float32Array>,
  queries: readonly ArrayLike<number>[],
  metric: Metric,
): Hit[] {
  return [...vectors]
    .map(([id, vector]) => ({ id, score: Math.max(...queries.map((query) => similarity(query, vector, metric))) }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

function similarity(a: ArrayLike<number>, b: ArrayLike<number>, metric: Metric): number {
  const pairs = Array.from(a, (value, i) => [value, b[i] ?? NaN] as const);
  const dot = pairs.reduce((sum, [x, y]) => sum + x * y, 0);
  if (metric === 'dot') return dot;
  if (metric === 'euclidean') return 1 / (1 + Math.hypot(...pairs.map(([x, y]) => x - y)));
  const lengths = Math.hypot(...Array.from(a)) * Math.hypot(...Array.from(b));
  return lengths === 0 ? 0 : dot / lengths;
}
