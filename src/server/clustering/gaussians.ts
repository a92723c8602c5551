import { pointAt, type Points } from './points.js';

export type CovarianceType = 'full' | 'tied' | 'diag' | 'spherical';

export interface Gaussians {
  readonly weights: Float64Array;
  readonly means: readonly Float64Array[];
  /** For each component: a lower triangular Cholesky factor, row by row, or the variances of the axes. */
  readonly covariances: readonly Covariance[];
}

type Covariance =
  | { readonly kind: 'matrix'; readonly factor: Float64Array }
  | { readonly kind: 'axes'; readonly variances: Float64Array };

interface Estimate {
  readonly shares: Float64Array;
  readonly means: readonly Float64Array[];
  readonly sizes: Float64Array;
  readonly type: CovarianceType;
  readonly regularization: number;
}

export function estimateCovariances(points: Points, estimate: Estimate): Covariance[] {
  const { means, type } = estimate;
  if (type === 'full') return means.map((_, component) => toFactor(scatter(points, estimate, [component]), estimate));
  if (type === 'tied') {
    const shared = toFactor(scatter(points, estimate, [...means.keys()]), estimate);
    return means.map(() => shared);
  }
  return means.map((_, component) => {
    const variances = axisVariances(points, estimate, component);
    if (type === 'diag') return { kind: 'axes', variances };
    const mean = variances.reduce((sum, value) => sum + value, 0) / variances.length;
    return { kind: 'axes', variances: variances.map(() => mean) };
  });
}

function axisVariances(
  points: Points,
  { shares, means, sizes, regularization }: Estimate,
  component: number,
): Float64Array {
  const mean = means[component] as Float64Array;
  const sums = new Float64Array(points.dimension);
  for (let index = 0; index < points.count; index++) {
    const share = shares[index * means.length + component] as number;
    const point = pointAt(points, index);
    for (let axis = 0; axis < sums.length; axis++) {
      sums[axis] = (sums[axis] as number) + share * ((point[axis] as number) - (mean[axis] as number)) ** 2;
    }
  }
  return sums.map((sum) => sum / (sizes[component] as number) + regularization);
}

/** Mean outer product of the differences from the means, over the given components. */
function scatter(points: Points, { shares, means, sizes }: Estimate, components: readonly number[]): Float64Array {
  const { dimension } = points;
  const sums = new Float64Array(dimension * dimension);
  let size = 0;
  for (const component of components) {
    const mean = means[component] as Float64Array;
    size += sizes[component] as number;
    const difference = new Float64Array(dimension);
    for (let index = 0; index < points.count; index++) {
      const share = shares[index * means.length + component] as number;
      if (share === 0) continue;
      const point = pointAt(points, index);
      for (let axis = 0; axis < dimension; axis++) difference[axis] = (point[axis] as number) - (mean[axis] as number);
      for (let row = 0; row < dimension; row++) {
        const scaled = share * (difference[row] as number);
        for (let column = 0; column <= row; column++) {
          const at = row * dimension + column;
          sums[at] = (sums[at] as number) + scaled * (difference[column] as number);
        }
      }
    }
  }
  return sums.map((sum) => sum / size);
}

/** Cholesky's factor of the lower half of a symmetric matrix, made positive. */
function toFactor(matrix: Float64Array, { means, regularization }: Estimate): Covariance {
  const dimension = means[0]?.length ?? 0;
  const factor = new Float64Array(matrix.length);
  for (let row = 0; row < dimension; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = (matrix[row * dimension + column] as number) + (row === column ? regularization : 0);
      for (let k = 0; k < column; k++) {
        sum -= (factor[row * dimension + k] as number) * (factor[column * dimension + k] as number);
      }
      factor[row * dimension + column] =
        row === column ? Math.sqrt(Math.max(sum, 1e-300)) : sum / (factor[column * dimension + column] as number);
    }
  }
  return { kind: 'matrix', factor };
}

/** Logarithm of weight times density, for each point and component, row by row. */
export function logDensities(points: Points, { weights, means, covariances }: Gaussians): Float64Array {
  const { dimension } = points;
  const logs = new Float64Array(points.count * means.length);
  const base = -0.5 * dimension * Math.log(2 * Math.PI);
  covariances.forEach((covariance, component) => {
    const mean = means[component] as Float64Array;
    const constant = base - halfLogDeterminant(covariance, dimension) + Math.log(weights[component] as number);
    const solved = new Float64Array(dimension);
    for (let index = 0; index < points.count; index++) {
      const squared = mahalanobis(pointAt(points, index), mean, covariance, solved);
      logs[index * means.length + component] = constant - 0.5 * squared;
    }
  });
  return logs;
}

function halfLogDeterminant(covariance: Covariance, dimension: number): number {
  let sum = 0;
  for (let axis = 0; axis < dimension; axis++) {
    sum +=
      covariance.kind === 'axes'
        ? 0.5 * Math.log(covariance.variances[axis] as number)
        : Math.log(covariance.factor[axis * dimension + axis] as number);
  }
  return sum;
}

/** Squared distance from the mean, measured in standard deviations. `solved` is room to work in. */
function mahalanobis(point: Float64Array, mean: Float64Array, covariance: Covariance, solved: Float64Array): number {
  let squared = 0;
  for (let row = 0; row < point.length; row++) {
    let value = (point[row] as number) - (mean[row] as number);
    if (covariance.kind === 'axes') {
      squared += value ** 2 / (covariance.variances[row] as number);
      continue;
    }
    for (let column = 0; column < row; column++) {
      value -= (covariance.factor[row * point.length + column] as number) * (solved[column] as number);
    }
    value /= covariance.factor[row * point.length + row] as number;
    solved[row] = value;
    squared += value * value;
  }
  return squared;
}
