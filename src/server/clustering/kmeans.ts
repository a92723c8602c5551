import { ClusteringError } from './clustering-error.js';
import { nearest, pointAt, renumber, squaredDistance, type Labels, type Points } from './points.js';

export interface KMeansOptions {
  /** Groups; at most as many as points. */
  readonly clusters: number;
  /** Most rounds of a start. Default 300. */
  readonly maxIterations?: number;
  /** Starts, of which the tightest is kept. Default 10. */
  readonly starts?: number;
  /** Movement of all centers below which a start ends, relative to the mean variance. Default 1e-4. */
  readonly tolerance?: number;
  /** Default `k-means++`. */
  readonly init?: string;
  /** Numbers in [0, 1). */
  readonly random: () => number;
}

export interface KMeansResult {
  readonly labels: Labels;
  readonly centers: readonly Float64Array[];
  /** Sum of the squared distances to the centers. */
  readonly inertia: number;
}

/** Lloyd's algorithm from several starts. An empty group takes the point that is farthest from its center. */
export function kMeans(points: Points, options: KMeansOptions): KMeansResult {
  const { clusters, starts = 10, tolerance = 1e-4 } = options;
  if (points.count < clusters) {
    throw new ClusteringError(
      `${clusters} groups need as many documents, and there are ${points.count}. Set n_clusters to ${points.count} or less.`,
    );
  }
  const threshold = tolerance * meanVariance(points);
  let best: KMeansResult | undefined;
  for (let start = 0; start < starts; start++) {
    const found = lloyd(points, options, threshold);
    if (best === undefined || found.inertia < best.inertia - 1e-12) best = found;
  }
  // `starts` is at least 1, so there is a best.
  const { labels, ...rest } = best as KMeansResult;
  return { labels: renumber(labels), ...rest };
}

function lloyd(points: Points, options: KMeansOptions, threshold: number): KMeansResult {
  const { clusters, maxIterations = 300, init = 'k-means++', random } = options;
  let centers = init === 'random' ? randomCenters(points, clusters, random) : spreadCenters(points, clusters, random);
  let assigned = assign(points, centers);
  for (let round = 0; round < maxIterations; round++) {
    const moved = recenter(points, assigned, centers);
    const movement = moved.reduce(
      (sum, center, group) => sum + squaredDistance(center, centers[group] as Float64Array),
      0,
    );
    centers = moved;
    assigned = assign(points, centers);
    if (movement <= threshold) break;
  }
  return { labels: assigned.labels, centers, inertia: assigned.squared.reduce((sum, value) => sum + value, 0) };
}

interface Assignment {
  readonly labels: Labels;
  readonly squared: Float64Array;
}

function assign(points: Points, centers: readonly Float64Array[]): Assignment {
  const labels = new Int32Array(points.count);
  const squared = new Float64Array(points.count);
  for (let index = 0; index < points.count; index++) {
    const found = nearest(pointAt(points, index), centers);
    labels[index] = found.place;
    squared[index] = found.squared;
  }
  return { labels, squared };
}

function recenter(points: Points, { labels, squared }: Assignment, centers: readonly Float64Array[]): Float64Array[] {
  const sums = centers.map(() => new Float64Array(points.dimension));
  const sizes = centers.map(() => 0);
  labels.forEach((label, index) => {
    const sum = sums[label] as Float64Array;
    const point = pointAt(points, index);
    sizes[label] = (sizes[label] as number) + 1;
    for (let axis = 0; axis < sum.length; axis++) sum[axis] = (sum[axis] as number) + (point[axis] as number);
  });
  const farthest = Array.from(squared.keys()).sort((a, b) => (squared[b] as number) - (squared[a] as number));
  return sums.map((sum, group) => {
    const size = sizes[group] as number;
    if (size === 0) return Float64Array.from(pointAt(points, farthest.shift() ?? 0));
    return sum.map((value) => value / size);
  });
}

function randomCenters(points: Points, clusters: number, random: () => number): Float64Array[] {
  const places = Array.from({ length: points.count }, (_, index) => index);
  return Array.from({ length: clusters }, (_, chosen) => {
    const other = chosen + Math.floor(random() * (points.count - chosen));
    [places[chosen], places[other]] = [places[other] as number, places[chosen] as number];
    return Float64Array.from(pointAt(points, places[chosen]));
  });
}

/** k-means++: each further center is a point, more likely the farther it is from those that there are. */
function spreadCenters(points: Points, clusters: number, random: () => number): Float64Array[] {
  const first = Float64Array.from(pointAt(points, Math.floor(random() * points.count)));
  const centers = [first];
  const squared = Float64Array.from({ length: points.count }, (_, index) =>
    squaredDistance(pointAt(points, index), first),
  );
  while (centers.length < clusters) {
    const total = squared.reduce((sum, value) => sum + value, 0);
    const center = Float64Array.from(pointAt(points, draw(squared, random() * total)));
    centers.push(center);
    for (let index = 0; index < points.count; index++) {
      squared[index] = Math.min(squared[index] as number, squaredDistance(pointAt(points, index), center));
    }
  }
  return centers;
}

function draw(weights: Float64Array, target: number): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) {
    sum += weights[index] as number;
    if (sum > target) return index;
  }
  return weights.length - 1;
}

function meanVariance({ count, dimension, values }: Points): number {
  let total = 0;
  for (let axis = 0; axis < dimension; axis++) {
    let [sum, squares] = [0, 0];
    for (let index = 0; index < count; index++) {
      const value = values[index * dimension + axis] as number;
      sum += value;
      squares += value * value;
    }
    total += squares / count - (sum / count) ** 2;
  }
  return dimension === 0 ? 0 : total / dimension;
}
