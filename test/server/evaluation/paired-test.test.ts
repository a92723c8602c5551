import { describe, expect, it } from 'vitest';
import { testDifferences, twoSidedP } from '../../../src/server/evaluation/paired-test.js';

describe('the paired t-test', () => {
  it.each([
    // Quantiles of Student's t from printed tables: two-sided 5 %, 1 %, 10 %.
    [12.706, 1, 0.05],
    [4.303, 2, 0.05],
    [2.228, 10, 0.05],
    [3.169, 10, 0.01],
    [1.697, 30, 0.1],
    [1.984, 100, 0.05],
  ])('gives t = %d with %d degrees of freedom a p of %d', (t, freedom, p) => {
    expect(twoSidedP(t, freedom)).toBeCloseTo(p, 3);
  });

  it('agrees with an example worked out by hand', () => {
    // Mean 2, standard deviation 1.5811, standard error 0.7071, t = 2.8284 with 4 degrees of freedom.
    const result = testDifferences([0, 1, 2, 3, 4]);
    expect(result?.pValue).toBeCloseTo(0.0474, 4);
    expect(result?.interval[0]).toBeCloseTo(2 - 2.776 * 0.7071, 3);
    expect(result?.interval[1]).toBeCloseTo(2 + 2.776 * 0.7071, 3);
  });

  it('says nothing of fewer than two, and is sure of differences that are all the same', () => {
    expect(testDifferences([1])).toBeNull();
    expect(testDifferences([0, 0, 0])).toEqual({ pValue: 1, interval: [0, 0] });
    expect(testDifferences([0.5, 0.5])).toEqual({ pValue: 0, interval: [0.5, 0.5] });
  });
});
