import type { Measure } from './kernel/kernel.js';
import type { Metric } from './types.js';

/*
 * Every metric has a closeness that the kernels measure, and a score that users see; both rise together.
 * cosine: the inner product with the query of length 1, over the length of the row. dot: the inner product.
 * euclidean: minus the squared distance.
 */

export const measureOf = (metric: Metric): Measure => (metric === 'euclidean' ? 'near' : 'dot');

export function toScore(closeness: number, metric: Metric): number {
  switch (metric) {
    case 'cosine':
      return Math.max(-1, Math.min(1, closeness));
    case 'euclidean':
      return 1 / (1 + Math.sqrt(-closeness));
    case 'dot':
      return closeness;
  }
}

/** Rounding in `toScore` and back stays well below this. */
const SLACK = 1e-14;

/** A closeness below this has a score below the floor. The reverse need not hold: it is only cheaper to compare. */
export function closenessFloor(floor: number, metric: Metric): number {
  switch (metric) {
    case 'cosine':
      return floor <= -1 ? -Infinity : floor;
    case 'euclidean': {
      if (floor <= 0) return -Infinity;
      const distance = Math.max(0, (1 / floor - 1) * (1 + SLACK) + SLACK);
      return -(distance ** 2) * (1 + SLACK);
    }
    case 'dot':
      return floor;
  }
}

/** In double precision, for values so large that float32 sums overflow. For cosine the row's length is left out. */
export function exactCloseness(query: Float32Array, row: Float32Array, metric: Metric): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) {
    const [a, b] = [query[i] as number, row[i] as number];
    sum += metric === 'euclidean' ? -((a - b) ** 2) : a * b;
  }
  return sum;
}

/** 1 / length; 0 for a zero vector. */
export function inverseNorm(vector: Float32Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return sum === 0 ? 0 : 1 / Math.sqrt(sum);
}
