import { ClusteringError, refuseMoreThan } from './clustering-error.js';
import { kMeans } from './kmeans.js';
import { distanceOf } from './metrics.js';
import { pointAt, squaredDistance, toPoints, type Labels, type Points } from './points.js';

export interface SpectralOptions {
  readonly clusters: number;
  /** Eigenvectors that are used; null: as many as groups. */
  readonly components: number | null;
  /** `rbf`, `nearest_neighbors`, `cosine`, `polynomial`, `linear`. */
  readonly affinity: string;
  readonly gamma: number;
  readonly neighbors: number;
  readonly degree: number;
  readonly coef0: number;
  readonly starts: number;
  readonly random: () => number;
}

/** All eigenvectors of a matrix of this size take some seconds. */
const MAX_POINTS = 1000;

/** Shi and Malik 2000: k-means on the first eigenvectors of the normalized Laplacian. */
export async function spectral(points: Points, options: SpectralOptions): Promise<Labels> {
  refuseMoreThan(MAX_POINTS, points.count, 'Spectral clustering');
  const { Matrix, EigenvalueDecomposition } = await import('ml-matrix');
  const links = affinities(points, options);
  const degrees = links.map((row) => Math.sqrt(row.reduce((sum, value) => sum + value, 0)) || 1);
  const normalized = links.map((row, a) =>
    Array.from(row, (value, b) => value / ((degrees[a] as number) * (degrees[b] as number))),
  );
  // Eigenvalues come in ascending order, so the largest of the normalized affinity are the last.
  const { eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(normalized), { assumeSymmetric: true });
  const wanted = Math.min(options.components ?? options.clusters, points.count);
  const rows = links.map((_, point) =>
    Array.from(
      { length: wanted },
      (_, place) => eigenvectorMatrix.get(point, points.count - 1 - place) / (degrees[point] as number),
    ),
  );
  return kMeans(toPoints(rows), { clusters: options.clusters, starts: options.starts, random: options.random }).labels;
}

function affinities(points: Points, options: SpectralOptions): Float64Array[] {
  if (options.affinity === 'nearest_neighbors') return neighbourLinks(points, options.neighbors);
  const link = LINKS[options.affinity];
  if (link === undefined) {
    const known = [...Object.keys(LINKS), 'nearest_neighbors'].join(', ');
    throw new ClusteringError(`There is no affinity "${options.affinity}". Use one of ${known}.`);
  }
  return Array.from({ length: points.count }, (_, a) =>
    Float64Array.from({ length: points.count }, (_, b) =>
      Math.max(0, link(pointAt(points, a), pointAt(points, b), options)),
    ),
  );
}

type Link = (a: Float64Array, b: Float64Array, options: SpectralOptions) => number;

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, axis) => sum + value * (b[axis] as number), 0);
const cosineDistance = distanceOf('cosine');

const LINKS: Readonly<Record<string, Link>> = {
  rbf: (a, b, { gamma }) => Math.exp(-gamma * squaredDistance(a, b)),
  cosine: (a, b) => 1 - cosineDistance(a, b),
  linear: dot,
  polynomial: (a, b, { gamma, coef0, degree }) => (gamma * dot(a, b) + coef0) ** degree,
};

/** 1 where both are among the other's nearest, one half where one is. */
function neighbourLinks(points: Points, neighbors: number): Float64Array[] {
  const links = Array.from({ length: points.count }, () => new Float64Array(points.count));
  for (let a = 0; a < points.count; a++) {
    const point = pointAt(points, a);
    const away = Float64Array.from({ length: points.count }, (_, b) => squaredDistance(point, pointAt(points, b)));
    const order = Array.from(away.keys()).sort((x, y) => (away[x] as number) - (away[y] as number));
    for (const b of order.slice(0, neighbors)) {
      (links[a] as Float64Array)[b] = ((links[a] as Float64Array)[b] as number) + 0.5;
      (links[b] as Float64Array)[a] = ((links[b] as Float64Array)[a] as number) + 0.5;
    }
  }
  return links;
}
