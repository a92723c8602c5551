import fc from 'fast-check';
import { expect, it } from 'vitest';
import { median, ratios, shuffled, spread } from '../../bench/harness/statistics.js';

it('takes the middle value, or the mean of the two middle ones', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

it('gives quartiles in their order, between the extremes', () => {
  expect(spread([1, 2, 3, 4, 5])).toEqual({ lower: 2, median: 3, upper: 4 });
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
      const { lower, median: middle, upper } = spread(values);
      expect(Math.min(...values)).toBeLessThanOrEqual(lower + 1e-6);
      expect(lower).toBeLessThanOrEqual(middle + 1e-6);
      expect(middle).toBeLessThanOrEqual(upper + 1e-6);
      expect(upper).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
    }),
  );
});

it('compares within rounds, and leaves out rounds in which one has no value', () => {
  expect(ratios([10, null, 30, 40], [5, 5, null, 0])).toEqual([2]);
});

it('shuffles without losing or doubling an item, and does not touch the list', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer()),
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      (items, draws) => {
        const before = [...items];
        const order = shuffled(items, () => draws.next().value as number);
        expect([...order].sort()).toEqual([...before].sort());
        expect(items).toEqual(before);
      },
    ),
  );
});
