import { agnes } from 'ml-hclust';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agglomerate, mergesOf } from '../../../src/server/clustering/agglomerative.js';
import { ALGORITHM_NAMES, group } from '../../../src/server/clustering/algorithms.js';
import { ClusteringError } from '../../../src/server/clustering/clustering-error.js';
import { gaussianMixture } from '../../../src/server/clustering/gaussian-mixture.js';
import { kMeans } from '../../../src/server/clustering/kmeans.js';
import { distanceOf } from '../../../src/server/clustering/metrics.js';
import { pointAt, toPoints } from '../../../src/server/clustering/points.js';
import { qualityOf } from '../../../src/server/clustering/quality.js';
import { createRandom } from '../../../src/server/random.js';
import { iris, sizesOf } from './iris.js';

const run = (algorithm: string, parameters = {}, points = iris) =>
  group(points, { algorithm, parameters, random: createRandom(7) });

/** Three heaps of `size` points, far apart. */
function heaps(size = 12) {
  const random = createRandom(3);
  const centers = [
    [0, 0],
    [10, 0],
    [0, 10],
  ];
  return toPoints(
    centers.flatMap(([x = 0, y = 0]) => Array.from({ length: size }, () => [x + random(), y + random()])),
  );
}

describe('on the irises, whose groups are known', () => {
  it('k-means finds the tightest three groups', () => {
    const { labels, inertia } = kMeans(iris, { clusters: 3, random: createRandom(1) });
    expect(inertia).toBeCloseTo(78.8514, 3);
    expect(sizesOf(labels)).toEqual({ sizes: [62, 50, 38], noise: 0 });
    const { silhouette, daviesBouldin, calinskiHarabasz } = qualityOf(iris, labels);
    expect(silhouette).toBeCloseTo(0.5528, 3);
    expect(daviesBouldin).toBeCloseTo(0.662, 2);
    expect(calinskiHarabasz).toBeCloseTo(561.63, 1);
  });

  it('DBSCAN finds two dense groups and 17 outsiders', async () => {
    expect(sizesOf(await run('dbscan'))).toEqual({ sizes: [84, 49], noise: 17 });
  });

  it('HDBSCAN parts one kind from the two that overlap', async () => {
    const { sizes, noise } = sizesOf(await run('hdbscan'));
    expect(sizes).toEqual([100, 50]);
    expect(noise).toBe(0);
  });

  it('ward linkage merges down to the known three', async () => {
    expect(sizesOf(await run('agglomerative', { n_clusters: 3 }))).toEqual({ sizes: [64, 50, 36], noise: 0 });
  });

  it('a Gaussian mixture tells the overlapping kinds apart', () => {
    const { labels, score } = gaussianMixture(iris, {
      components: 3,
      covarianceType: 'full',
      tolerance: 1e-6,
      regularization: 1e-6,
      maxIterations: 300,
      starts: 5,
      init: 'kmeans',
      random: createRandom(1),
    });
    expect(score).toBeCloseTo(-1.2013, 2);
    expect(sizesOf(labels)).toEqual({ sizes: [55, 50, 45], noise: 0 });
  });

  it('mean shift finds two peaks with its estimated radius', async () => {
    expect(sizesOf(await run('mean_shift')).sizes).toHaveLength(2);
  });
});

describe('every algorithm', () => {
  const settings: Record<string, object> = {
    kmeans: { n_clusters: 3 },
    dbscan: { eps: 1.5, min_samples: 3 },
    hdbscan: { min_cluster_size: 4 },
    agglomerative: { n_clusters: 3 },
    spectral: { n_clusters: 3, gamma: 0.5 },
    gaussian_mixture: { n_components: 3, covariance_type: 'spherical' },
    mean_shift: { bandwidth: 3 },
    optics: { min_samples: 4, xi: 0.5 },
  };

  it.each(ALGORITHM_NAMES)('%s finds three heaps that lie far apart', async (algorithm) => {
    const labels = await run(algorithm, settings[algorithm], heaps());
    expect(sizesOf(labels)).toEqual({ sizes: [12, 12, 12], noise: 0 });
  });

  it.each(ALGORITHM_NAMES)('%s gives the same groups for the same seed', async (algorithm) => {
    expect(await run(algorithm, settings[algorithm])).toEqual(await run(algorithm, settings[algorithm]));
  });

  it('says which ones there are when asked for another', async () => {
    await expect(run('birch')).rejects.toThrow(/no algorithm "birch".*kmeans, dbscan/);
  });

  it.each([
    ['kmeans', { n_clusters: 151 }, /151 groups need as many documents, and there are 150/],
    ['dbscan', { metric: 'jaccard' }, /no metric "jaccard"/],
    ['agglomerative', { linkage: 'median' }, /no linkage "median"/],
    ['agglomerative', { affinity: 'cosine' }, /"ward" takes affinity "euclidean"/],
    ['spectral', { affinity: 'magic' }, /no affinity "magic"/],
    ['gaussian_mixture', { covariance_type: 'round' }, /no covariance_type "round"/],
  ])('%s with %j says what is wrong', async (algorithm, parameters, message) => {
    const refused = run(algorithm, parameters);
    await expect(refused).rejects.toThrow(ClusteringError);
    await expect(refused).rejects.toThrow(message);
  });
});

describe('merges', () => {
  // Points drawn at random: where distances are equal, several orders of merges are right.
  it.each(['single', 'complete', 'average'] as const)('have the heights of a reference for %s linkage', (linkage) => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 12 }), (seed, count) => {
        const random = createRandom(seed);
        const rows = Array.from({ length: count }, () => [random(), random()]);
        const merges = mergesOf(toPoints(rows), { linkage, distance: distanceOf('euclidean') });
        const expected: number[] = [];
        agnes(rows, { method: linkage }).traverse((cluster) => {
          if (!cluster.isLeaf) expected.push(cluster.height);
        });
        expected.sort((left, right) => left - right);
        merges.forEach(({ height }, index) => {
          expect(height).toBeCloseTo(expected[index] ?? Number.NaN, 8);
        });
      }),
    );
  });

  it('stop at a distance where one is given', () => {
    const options = { clusters: null, linkage: 'single', distance: distanceOf('euclidean') };
    const points = toPoints([[0], [1], [5], [6], [20]]);
    expect(Array.from(agglomerate(points, { ...options, distanceThreshold: 2 }))).toEqual([0, 0, 1, 1, 2]);
    expect(Array.from(agglomerate(points, { ...options, distanceThreshold: 5 }))).toEqual([0, 0, 0, 0, 1]);
  });
});

describe('density', () => {
  it('counts a point at exactly eps as a neighbour, and itself too', async () => {
    const points = toPoints([[0], [1], [2], [10]]);
    expect(Array.from(await run('dbscan', { eps: 1, min_samples: 3 }, points))).toEqual([0, 0, 0, -1]);
    expect(Array.from(await run('dbscan', { eps: 0.9, min_samples: 2 }, points))).toEqual([-1, -1, -1, -1]);
  });

  it('DBSCAN groups agree with the links between core points', async () => {
    const coordinate = fc.integer({ min: 0, max: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 25 }), async (rows) => {
        const points = toPoints(rows);
        const distance = distanceOf('euclidean');
        const labels = await run('dbscan', { eps: 2, min_samples: 3 }, points);
        const near = (a: number, b: number) => distance(pointAt(points, a), pointAt(points, b)) <= 2;
        const isCore = rows.map((_, a) => rows.filter((_, b) => near(a, b)).length >= 3);
        rows.forEach((_, a) => {
          const reached = rows.some((_, b) => isCore[b] === true && near(a, b));
          expect((labels[a] ?? -1) >= 0).toBe(reached);
          rows.forEach((_, b) => {
            if (isCore[a] === true && isCore[b] === true && near(a, b)) expect(labels[a]).toBe(labels[b]);
          });
        });
      }),
    );
  });

  it('HDBSCAN leaves scattered points out', async () => {
    const points = toPoints([
      ...Array.from({ length: 10 }, (_, i) => [i / 10, 0]),
      ...Array.from({ length: 10 }, (_, i) => [50 + i / 10, 0]),
      [25, 90],
    ]);
    expect(sizesOf(await run('hdbscan', { min_cluster_size: 4 }, points))).toEqual({ sizes: [10, 10], noise: 1 });
  });

  it('HDBSCAN has no groups where there are fewer points than the smallest group', async () => {
    expect(Array.from(await run('hdbscan', {}, toPoints([[0], [1]])))).toEqual([-1, -1]);
  });
});
