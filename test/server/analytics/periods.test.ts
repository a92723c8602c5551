import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { between, DAY_MS, HOUR_MS, isWithin, lookBack, parseSpan } from '../../../src/server/analytics/period.js';
import { stockOverTime, storageUse } from '../../../src/server/analytics/storage.js';
import { bucketByTime, nextStart, TIME_UNITS } from '../../../src/server/analytics/time-buckets.js';

const START = Date.UTC(2026, 0, 1);
const times = fc.array(fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2027, 0, 1) }), { maxLength: 100 });
const unit = fc.constantFrom(...TIME_UNITS);

describe('a period', () => {
  it('that looks back has this very millisecond in it, and the first one', () => {
    const period = lookBack(HOUR_MS, START);
    expect([START - HOUR_MS - 1, START - HOUR_MS, START, START + 1].map((at) => isWithin(at, period))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(period.range).toEqual({ start: '2025-12-31T23:00:00.000Z', end: '2026-01-01T00:00:00.000Z' });
  });

  it('between two times ends before the second', () => {
    const period = between(START, START + 10);
    expect([START, START + 9, START + 10].map((at) => isWithin(at, period))).toEqual([true, true, false]);
  });

  it.each([
    ['24h', DAY_MS],
    ['7d', 7 * DAY_MS],
    ['2w', 14 * DAY_MS],
    ['0h', undefined],
    ['7', undefined],
    ['d', undefined],
    ['1m', undefined],
  ])('is read from %s', (span, ms) => {
    expect(parseSpan(span)).toBe(ms);
  });
});

describe('time buckets', () => {
  it('begin with the unit in UTC, weeks on Monday', () => {
    const at = Date.UTC(2026, 1, 1, 13, 45, 59);
    const starts = TIME_UNITS.map((one) => {
      const [bucket] = bucketByTime([at], { unit: one, at: (time) => time });
      return new Date(bucket?.start ?? 0).toISOString().slice(0, 16);
    });
    expect(starts).toEqual([
      '2026-02-01T13:45',
      '2026-02-01T13:00',
      '2026-02-01T00:00',
      '2026-01-26T00:00',
      '2026-02-01T00:00',
    ]);
    expect(nextStart(Date.UTC(2026, 1, 1), 'month')).toBe(Date.UTC(2026, 2, 1));
  });

  it('part the items: each is in one, whose time it has, in order', () => {
    fc.assert(
      fc.property(times, unit, (items, one) => {
        const buckets = bucketByTime(items, { unit: one, at: (time) => time });
        expect(buckets.flatMap((bucket) => bucket.items).toSorted()).toEqual(items.toSorted());
        for (const { start, end, items: own } of buckets) {
          expect(own.length).toBeGreaterThan(0);
          expect(own.every((time) => time >= start && time < end)).toBe(true);
          expect(end).toBe(nextStart(start, one));
        }
        for (const [index, { start }] of buckets.entries()) {
          expect(start).toBeGreaterThanOrEqual(buckets[index - 1]?.end ?? -Infinity);
        }
      }),
    );
  });
});

describe('storage', () => {
  const kept = [
    { at: START, bytes: 2e9 },
    { at: START + 30 * 60_000, bytes: 2e9 },
    { at: START + DAY_MS, bytes: 4e9 },
  ];

  it('grows by what came', () => {
    expect(stockOverTime(kept, between(START, START + 2 * DAY_MS), 'day')).toEqual([
      { start: START, count: 2, bytes: 4e9, growthPercent: null },
      { start: START + DAY_MS, count: 3, bytes: 8e9, growthPercent: 100 },
    ]);
  });

  it('knows what was there before the period', () => {
    expect(stockOverTime(kept, between(START + DAY_MS, START + 2 * DAY_MS), 'hour')).toEqual([
      { start: START + DAY_MS, count: 3, bytes: 8e9, growthPercent: 100 },
    ]);
  });

  it('is used by the hour, from when something came', () => {
    const period = between(START, START + 2 * HOUR_MS);
    const uses = storageUse(kept, { period, unit: 'hour', now: START + 2 * HOUR_MS });
    expect(uses.map(({ gigabyteHours }) => gigabyteHours)).toEqual([3, 4]);
  });

  it('is used as much by any unit, and not beyond now', () => {
    fc.assert(
      fc.property(times, unit, fc.integer({ min: 1, max: 400 }), (came, one, days) => {
        const items = came.map((at) => ({ at, bytes: 1e9 }));
        const period = between(Date.UTC(2025, 0, 1), Date.UTC(2025, 0, 1) + days * DAY_MS);
        const now = Date.UTC(2025, 6, 1);
        const until = Math.min(period.to, now);
        const expected =
          items.reduce((sum, { at }) => sum + Math.max(0, until - Math.max(at, period.from)), 0) / HOUR_MS;
        // Minutes over a year are too many to be quick.
        const uses = storageUse(items, { period, unit: one === 'minute' ? 'hour' : one, now });
        const total = uses.reduce((sum, { gigabyteHours }) => sum + gigabyteHours, 0);
        expect(total).toBeCloseTo(expected, 4);
      }),
      { numRuns: 30 },
    );
  });
});
