import { describe, expect, it } from 'vitest';
import { joinPoints, learnWeights } from '../../../src/server/clustering/learn-weights.js';
import { kMeans } from '../../../src/server/clustering/kmeans.js';
import { toPoints } from '../../../src/server/clustering/points.js';
import { qualityOf, UNKNOWN_QUALITY } from '../../../src/server/clustering/quality.js';
import { tellingTerms } from '../../../src/server/clustering/telling-terms.js';
import { createRandom } from '../../../src/server/random.js';

describe('telling terms', () => {
  it('are the words that one group has and the others have not', () => {
    const terms = tellingTerms([
      ['Red running shoes', 'Blue running shoes', 'Trail running socks'],
      ['Red winter coat', 'Blue winter coat', 'Winter gloves'],
    ]);
    expect(terms[0]?.slice(0, 2)).toEqual(['running', 'shoes']);
    expect(terms[1]?.slice(0, 2)).toEqual(['winter', 'coat']);
  });

  it('leave out stop words, short words and numbers, and are empty without text', () => {
    expect(tellingTerms([['The 2026 of an ox'], []])).toEqual([[], []]);
  });
});

describe('quality', () => {
  it('is not known for a single group, and for groups of single points', () => {
    const points = toPoints([[0], [1], [2]]);
    expect(qualityOf(points, Int32Array.of(0, 0, 0))).toEqual(UNKNOWN_QUALITY);
    expect(qualityOf(points, Int32Array.of(0, 1, 2))).toEqual(UNKNOWN_QUALITY);
  });

  it('leaves noise out', () => {
    const points = toPoints([[0], [1], [10], [11], [500]]);
    const without = qualityOf(toPoints([[0], [1], [10], [11]]), Int32Array.of(0, 0, 1, 1));
    expect(qualityOf(points, Int32Array.of(0, 0, 1, 1, -1))).toEqual(without);
    expect(without.silhouette).toBeCloseTo(0.9, 1);
  });
});

describe('weights of several vectors', () => {
  const random = createRandom(5);
  const telling = toPoints(Array.from({ length: 30 }, (_, index) => [index < 15 ? 0 : 1, random() * 0.05]));
  const misleading = toPoints(Array.from({ length: 30 }, () => [random(), random()]));

  it.each(['grid_search', 'bayesian'])('favour the vector whose groups hold together (%s)', async (method) => {
    const { weights, score } = await learnWeights([telling, misleading], {
      method,
      maxIterations: 20,
      metric: 'silhouette',
      random: createRandom(1),
      cluster: (points) => Promise.resolve(kMeans(points, { clusters: 2, random: createRandom(1) }).labels),
    });
    expect(weights[0]).toBeGreaterThan(0.7);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
    expect(score).toBeGreaterThan(0.6);
  });

  it('count as parts of the squared distance', () => {
    const joined = joinPoints([toPoints([[2], [0]]), toPoints([[0], [2]])], [0.25, 0.75]);
    expect(Array.from(joined.values, (value) => value ** 2)).toEqual([1, 0, 0, expect.closeTo(3, 9)]);
  });
});
