import type { JsonObject } from '../../internal/json.js';
import { agglomerate } from './agglomerative.js';
import { ClusteringError } from './clustering-error.js';
import { dbscan } from './dbscan.js';
import { gaussianMixture } from './gaussian-mixture.js';
import { hdbscan } from './hdbscan.js';
import { kMeans } from './kmeans.js';
import { meanShift } from './mean-shift.js';
import { distanceOf } from './metrics.js';
import { optics } from './optics.js';
import { readParameters, type ParameterReader } from './parameters.js';
import type { Labels, Points } from './points.js';
import { spectral } from './spectral.js';

interface Run {
  readonly points: Points;
  readonly read: ParameterReader;
  readonly parameters: JsonObject;
  readonly random: () => number;
}

type Algorithm = (run: Run) => Labels | Promise<Labels>;

/** The algorithms by the names of the API, with its parameters and defaults. */
const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  kmeans: ({ points, read, random }) =>
    kMeans(points, {
      clusters: read.number('n_clusters', 8),
      maxIterations: read.number('max_iter', 300),
      starts: read.number('n_init', 10),
      tolerance: read.number('tol', 1e-4),
      init: read.text('init', 'k-means++'),
      random,
    }).labels,
  dbscan: ({ points, read }) =>
    dbscan(points, {
      eps: read.number('eps', 0.5),
      minSamples: read.number('min_samples', 5),
      distance: distanceOf(read.text('metric', 'euclidean'), read.number('p', 2)),
    }),
  hdbscan: ({ points, read }) => {
    const minClusterSize = read.number('min_cluster_size', 5);
    return hdbscan(points, {
      minClusterSize,
      minSamples: read.number('min_samples', minClusterSize),
      epsilon: read.number('cluster_selection_epsilon', 0),
      maxClusterSize: read.numberOrNull('max_cluster_size'),
      alpha: read.number('alpha', 1),
      method: read.text('cluster_selection_method', 'eom'),
      allowSingle: read.flag('allow_single_cluster', false),
      distance: distanceOf(read.text('metric', 'euclidean')),
    });
  },
  agglomerative: ({ points, read }) => {
    const distanceThreshold = read.numberOrNull('distance_threshold');
    const linkage = read.text('linkage', 'ward');
    const affinity = read.text('affinity', 'euclidean');
    if (linkage === 'ward' && affinity !== 'euclidean') {
      throw new ClusteringError(
        `linkage "ward" takes affinity "euclidean", not "${affinity}". Choose another linkage.`,
      );
    }
    return agglomerate(points, {
      clusters: distanceThreshold === null ? read.number('n_clusters', 2) : null,
      distanceThreshold,
      linkage,
      distance: distanceOf(affinity),
    });
  },
  spectral: ({ points, read, random }) =>
    spectral(points, {
      clusters: read.number('n_clusters', 8),
      components: read.numberOrNull('n_components'),
      affinity: read.text('affinity', 'rbf'),
      gamma: read.number('gamma', 1),
      neighbors: read.number('n_neighbors', 10),
      degree: read.number('degree', 3),
      coef0: read.number('coef0', 1),
      starts: read.number('n_init', 10),
      random,
    }),
  gaussian_mixture: ({ points, read, random }) =>
    gaussianMixture(points, {
      components: read.number('n_components', 1),
      covarianceType: read.text('covariance_type', 'full'),
      tolerance: read.number('tol', 1e-3),
      regularization: read.number('reg_covar', 1e-6),
      maxIterations: read.number('max_iter', 100),
      starts: read.number('n_init', 1),
      init: read.text('init_params', 'kmeans'),
      random,
    }).labels,
  mean_shift: ({ points, read, parameters }) =>
    meanShift(points, {
      bandwidth: read.numberOrNull('bandwidth'),
      // Requests were checked against the document: seeds are lists of numbers.
      seeds: (parameters['seeds'] ?? null) as number[][] | null,
      binSeeding: read.flag('bin_seeding', false),
      minBinFrequency: read.number('min_bin_freq', 1),
      clusterAll: read.flag('cluster_all', true),
      maxIterations: read.number('max_iter', 300),
    }),
  optics: ({ points, read }) => {
    const minSamples = read.number('min_samples', 5);
    const maxEps = read.number('max_eps', Infinity);
    const smallest = read.number('min_cluster_size', minSamples);
    return optics(points, {
      minSamples,
      maxEps,
      distance: distanceOf(read.text('metric', 'minkowski'), read.number('p', 2)),
      method: read.text('cluster_method', 'xi'),
      eps: read.number('eps', maxEps),
      xi: read.number('xi', 0.05),
      minClusterSize: smallest < 1 ? Math.max(2, Math.floor(smallest * points.count)) : smallest,
      predecessorCorrection: read.flag('predecessor_correction', true),
    });
  },
};

/** Names of the algorithms that group vectors. */
export const ALGORITHM_NAMES: readonly string[] = Object.keys(ALGORITHMS);

/**
 * Puts points into groups.
 *
 * @param parameters as the API names them, such as `n_clusters`; what is left out has the API's default
 * @param random numbers in [0, 1): the same numbers give the same groups
 * @throws ClusteringError when the points or parameters do not allow it
 *
 * @example
 * await group(points, { algorithm: 'kmeans', parameters: { n_clusters: 3 }, random })
 */
export async function group(
  points: Points,
  { algorithm, parameters, random }: { algorithm: string; parameters: JsonObject; random: () => number },
): Promise<Labels> {
  const run = ALGORITHMS[algorithm];
  if (run === undefined) {
    throw new ClusteringError(
      `There is no algorithm "${algorithm}" for vectors. Use one of ${ALGORITHM_NAMES.join(', ')}.`,
    );
  }
  return run({ points, parameters, read: readParameters(parameters), random });
}
