import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureRanking, METRICS, type Truth } from '../../../src/server/evaluation/ranking-metrics.js';

const truth = (relevant: string[], gains: [string, number][] = []): Truth => ({
  relevant: new Set(relevant),
  gains: new Map(gains),
});

describe('the figures of a ranking', () => {
  it('are those computed by hand', () => {
    // Relevant at places 1, 3 and 6 of 10; 4 relevant in all.
    const ranking = ['a', 'x', 'b', 'y', 'z', 'c', 'p', 'q', 'r', 's'];
    const figures = measureRanking(ranking, truth(['a', 'b', 'c', 'd']), 10);
    expect(figures.precision).toBeCloseTo(3 / 10, 12);
    expect(figures.recall).toBeCloseTo(3 / 4, 12);
    expect(figures.f1).toBeCloseTo((2 * 0.3 * 0.75) / 1.05, 12);
    expect(figures.map).toBeCloseTo((1 + 2 / 3 + 3 / 6) / 4, 12);
    expect(figures.mrr).toBe(1);
    const ideal = 1 + 1 / Math.log2(3) + 1 / 2 + 1 / Math.log2(5);
    expect(figures.ndcg).toBeCloseTo((1 + 1 / 2 + 1 / Math.log2(7)) / ideal, 12);
  });

  it('weigh graded relevance by its place', () => {
    const graded = truth(
      ['a', 'b'],
      [
        ['a', 1],
        ['b', 3],
      ],
    );
    const best = measureRanking(['b', 'a'], graded, 2).ndcg;
    const worse = measureRanking(['a', 'b'], graded, 2).ndcg;
    expect(best).toBe(1);
    expect(worse).toBeCloseTo((1 + 3 / Math.log2(3)) / (3 + 1 / Math.log2(3)), 12);
  });

  it('are 0 where nothing is relevant or nothing was found', () => {
    for (const figures of [measureRanking([], truth(['a']), 5), measureRanking(['a'], truth([]), 5)]) {
      expect(Object.values(figures)).toEqual(METRICS.map(() => 0));
    }
  });

  it('stay between 0 and 1, and are 1 for the best order there is', () => {
    const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), { minLength: 1 });
    fc.assert(
      fc.property(ids, ids, fc.integer({ min: 1, max: 12 }), (ranking, relevant, k) => {
        for (const value of Object.values(measureRanking(ranking, truth(relevant), k))) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1 + 1e-12);
        }
        const { ndcg, map, mrr } = measureRanking(relevant, truth(relevant), k);
        expect([ndcg, map, mrr].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([1, 1, 1]);
      }),
    );
  });
});
