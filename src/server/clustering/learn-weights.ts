import { pointAt, toPoints, type Labels, type Points } from './points.js';
import { qualityOf, type Quality } from './quality.js';

export interface WeightLearning {
  /** `grid_search`: random weightings all over; `bayesian`: later ones around the best so far. */
  readonly method: string;
  readonly maxIterations: number;
  /** `silhouette`, `davies_bouldin`, `calinski_harabasz`. */
  readonly metric: string;
  readonly random: () => number;
  /** Groups for points with these weights. */
  readonly cluster: (points: Points) => Promise<Labels>;
}

export interface LearnedWeights {
  /** In the order of the features; they add up to 1. */
  readonly weights: readonly number[];
  /** What they reach in the metric; null where no weighting gave two groups. */
  readonly score: number | null;
}

/** Part of the trials that look everywhere before the others look near the best. */
const EXPLORING = 0.5;
const STEP = 0.15;

/** Tries weightings of several features, equal ones first, and keeps the one whose groups are best. */
export async function learnWeights(features: readonly Points[], learning: WeightLearning): Promise<LearnedWeights> {
  const { method, maxIterations, metric, random, cluster } = learning;
  let best: LearnedWeights = { weights: features.map(() => 1 / features.length), score: null };
  for (let trial = 0; trial < maxIterations; trial++) {
    const isNear = method === 'bayesian' && trial >= maxIterations * EXPLORING;
    const weights =
      trial === 0 ? best.weights : isNear ? near(best.weights, random) : anywhere(features.length, random);
    const points = joinPoints(features, weights);
    const score = scoreOf(qualityOf(points, await cluster(points)), metric);
    if (score !== null && (best.score === null || isBetter(score, best.score, metric))) best = { weights, score };
  }
  return best;
}

/** Each feature times the root of its weight, one behind the other: squared distances add up by weight. */
export function joinPoints(features: readonly Points[], weights: readonly number[]): Points {
  const count = features[0]?.count ?? 0;
  return toPoints(
    Array.from({ length: count }, (_, index) =>
      features.flatMap((points, feature) => {
        const factor = Math.sqrt(weights[feature] ?? 1);
        return Array.from(pointAt(points, index), (value) => value * factor);
      }),
    ),
  );
}

function scoreOf({ silhouette, daviesBouldin, calinskiHarabasz }: Quality, metric: string): number | null {
  if (metric === 'davies_bouldin') return daviesBouldin;
  return metric === 'calinski_harabasz' ? calinskiHarabasz : silhouette;
}

const isBetter = (score: number, other: number, metric: string): boolean =>
  metric === 'davies_bouldin' ? score < other : score > other;

const anywhere = (size: number, random: () => number): number[] =>
  toSumOfOne(Array.from({ length: size }, () => -Math.log(1 - random())));

const near = (weights: readonly number[], random: () => number): number[] =>
  toSumOfOne(weights.map((weight) => Math.max(1e-3, weight + (random() - 0.5) * 2 * STEP)));

function toSumOfOne(values: readonly number[]): number[] {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}
