import { ClusteringError } from './clustering-error.js';
import { estimateCovariances, logDensities, type CovarianceType, type Gaussians } from './gaussians.js';
import { kMeans } from './kmeans.js';
import { renumber, type Labels, type Points } from './points.js';

export interface GaussianMixtureOptions {
  readonly components: number;
  readonly covarianceType: string;
  /** Gain of the mean log-likelihood below which it ends. */
  readonly tolerance: number;
  /** Added to variances. */
  readonly regularization: number;
  readonly maxIterations: number;
  readonly starts: number;
  /** `kmeans` or `random`. */
  readonly init: string;
  readonly random: () => number;
}

export interface GaussianMixtureResult {
  readonly labels: Labels;
  /** Mean log-likelihood of a point. */
  readonly score: number;
}

const COVARIANCE_TYPES: readonly CovarianceType[] = ['full', 'tied', 'diag', 'spherical'];
/** Whole covariance matrices of more dimensions take too long. */
const MAX_FULL_DIMENSION = 128;

/** Expectation maximization from several starts; the likeliest is kept. */
export function gaussianMixture(points: Points, options: GaussianMixtureOptions): GaussianMixtureResult {
  const type = COVARIANCE_TYPES.find((name) => name === options.covarianceType);
  if (type === undefined) {
    throw new ClusteringError(
      `There is no covariance_type "${options.covarianceType}". Use one of ${COVARIANCE_TYPES.join(', ')}.`,
    );
  }
  if ((type === 'full' || type === 'tied') && points.dimension > MAX_FULL_DIMENSION) {
    throw new ClusteringError(
      `covariance_type "${type}" takes vectors of at most ${MAX_FULL_DIMENSION} numbers here, not ${points.dimension}. Use "diag" or "spherical".`,
    );
  }
  let best: GaussianMixtureResult | undefined;
  for (let start = 0; start < options.starts; start++) {
    const found = fit(points, type, options);
    if (best === undefined || found.score > best.score) best = found;
  }
  // `starts` is at least 1, so there is a best.
  return best as GaussianMixtureResult;
}

function fit(points: Points, type: CovarianceType, options: GaussianMixtureOptions): GaussianMixtureResult {
  const { components, regularization, maxIterations, tolerance } = options;
  let shares = firstShares(points, options);
  let score = -Infinity;
  for (let round = 0; round < maxIterations; round++) {
    const gaussians = maximize(points, shares, { components, type, regularization });
    const expected = expect(points, gaussians);
    shares = expected.shares;
    const gain = expected.score - score;
    score = expected.score;
    if (Math.abs(gain) < tolerance) break;
  }
  const labels = Int32Array.from({ length: points.count }, (_, index) => {
    const own = shares.subarray(index * components, (index + 1) * components);
    return own.indexOf(Math.max(...own));
  });
  return { labels: renumber(labels), score };
}

/** Part of each point that belongs to each component, row by row. */
function firstShares(points: Points, { components, init, random }: GaussianMixtureOptions): Float64Array {
  const shares = new Float64Array(points.count * components);
  if (init === 'random') {
    for (let index = 0; index < points.count; index++) {
      const row = Array.from({ length: components }, () => random() + 1e-9);
      const sum = row.reduce((total, value) => total + value, 0);
      row.forEach((value, component) => (shares[index * components + component] = value / sum));
    }
    return shares;
  }
  const { labels } = kMeans(points, { clusters: components, starts: 1, random });
  labels.forEach((label, index) => (shares[index * components + label] = 1));
  return shares;
}

function maximize(
  points: Points,
  shares: Float64Array,
  { components, type, regularization }: { components: number; type: CovarianceType; regularization: number },
): Gaussians {
  const { count, dimension, values } = points;
  const sizes = new Float64Array(components).fill(10 * Number.EPSILON);
  const means = Array.from({ length: components }, () => new Float64Array(dimension));
  for (let index = 0; index < count; index++) {
    for (let component = 0; component < components; component++) {
      const share = shares[index * components + component] as number;
      if (share === 0) continue;
      sizes[component] = (sizes[component] as number) + share;
      const mean = means[component] as Float64Array;
      for (let axis = 0; axis < dimension; axis++) {
        mean[axis] = (mean[axis] as number) + share * (values[index * dimension + axis] as number);
      }
    }
  }
  means.forEach((mean, component) => {
    for (let axis = 0; axis < dimension; axis++) mean[axis] = (mean[axis] as number) / (sizes[component] as number);
  });
  const weights = sizes.map((size) => size / count);
  const covariances = estimateCovariances(points, { shares, means, sizes, type, regularization });
  return { weights, means, covariances };
}

function expect(points: Points, gaussians: Gaussians): { shares: Float64Array; score: number } {
  const components = gaussians.means.length;
  const logs = logDensities(points, gaussians);
  let total = 0;
  for (let index = 0; index < points.count; index++) {
    const row = logs.subarray(index * components, (index + 1) * components);
    const most = Math.max(...row);
    const sum = row.reduce((all, value) => all + Math.exp(value - most), 0);
    const norm = most + Math.log(sum);
    total += norm;
    for (let component = 0; component < components; component++) {
      row[component] = Math.exp((row[component] as number) - norm);
    }
  }
  return { shares: logs, score: total / points.count };
}
