import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confidenceRanges } from '../../../src/server/analytics/confidence-ranges.js';
import { failureKinds } from '../../../src/server/analytics/failures.js';
import { percentile } from '../../../src/server/analytics/percentile.js';
import { averageOf, percentOf, rateOf } from '../../../src/server/analytics/share.js';
import { timesOf } from '../../../src/server/analytics/times.js';

const durations = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 });

describe('a percentile', () => {
  it('is the value of the nearest rank', () => {
    const values = [15, 20, 35, 40, 50];
    expect([5, 30, 40, 50, 95, 100].map((percent) => percentile(values, percent))).toEqual([15, 20, 20, 35, 50, 50]);
    expect(percentile([7], 50)).toBe(7);
    expect(percentile([], 95)).toBe(0);
  });

  it('is one of the values, and no smaller for a larger share', () => {
    fc.assert(
      fc.property(durations, fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }), (values, a, b) => {
        const sorted = values.toSorted((left, right) => left - right);
        const [low, high] = [percentile(sorted, Math.min(a, b)), percentile(sorted, Math.max(a, b))];
        expect(sorted).toContain(low);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });

  it('is not exceeded by that share of the values', () => {
    fc.assert(
      fc.property(durations, fc.integer({ min: 1, max: 100 }), (values, percent) => {
        const sorted = values.toSorted((left, right) => left - right);
        const within = sorted.filter((value) => value <= percentile(sorted, percent)).length;
        expect(100 * within).toBeGreaterThanOrEqual(percent * sorted.length);
      }),
    );
  });
});

describe('times', () => {
  it('are summed up', () => {
    expect(timesOf([1, 2, 3, 10])).toEqual({ count: 4, average: 4, p50: 2, p95: 10, p99: 10, max: 10, total: 16 });
    expect(timesOf([])).toEqual({ count: 0, average: 0, p50: 0, p95: 0, p99: 0, max: 0, total: 0 });
    expect(timesOf([0.12345, 0.00049])).toMatchObject({ max: 0.123, total: 0.123, average: 0.062 });
  });

  it('are in order', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const { p50, p95, p99, max } = timesOf(values);
        expect([p50, p95, p99, max]).toEqual([p50, p95, p99, max].toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('a share', () => {
  it('of nothing is nothing', () => {
    expect([rateOf(0, 0), percentOf(0, 0), averageOf([])]).toEqual([0, 0, 0]);
  });

  it('is rounded', () => {
    expect([rateOf(1, 3), percentOf(2, 3), averageOf([1, 2, 2])]).toEqual([0.3333, 66.67, 1.667]);
  });
});

describe('confidences', () => {
  it('are counted by tenths, 1 with the last', () => {
    expect(confidenceRanges([0.3, 0.39, 0.95, 1])).toEqual([
      { range: '0.3-0.4', count: 2, percentage: 50 },
      { range: '0.9-1.0', count: 2, percentage: 50 },
    ]);
    expect(confidenceRanges([])).toEqual([]);
  });

  it('are all counted once', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (confidences) => {
        const counted = confidenceRanges(confidences).reduce((sum, { count }) => sum + count, 0);
        expect(counted).toBe(confidences.length);
      }),
    );
  });
});

it('counts failures by kind, with the latest message', () => {
  const at = Date.UTC(2026, 0, 1);
  const failures = [
    { at: at + 2, type: 'network', message: 'late' },
    { at, type: 'network', message: 'early' },
    { at: at + 1, type: 'runtime', message: 'other' },
  ];
  expect(failureKinds(failures)).toMatchObject([
    { type: 'network', count: 2, percentage: 66.67, firstSeen: '2026-01-01T00:00:00.000Z', message: 'late' },
    { type: 'runtime', count: 1, percentage: 33.33, lastSeen: '2026-01-01T00:00:00.001Z' },
  ]);
});
