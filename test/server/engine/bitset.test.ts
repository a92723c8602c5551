import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Bitset } from '../../../src/server/engine/bitset.js';

const numbers = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 60 });

it('is a set, of whatever size', () => {
  fc.assert(
    fc.property(numbers, numbers, numbers, (first, second, removed) => {
      const [a, b] = [Bitset.of(first), Bitset.of(second)];
      const [one, other] = [new Set(first), new Set(second)];
      for (const number of removed) {
        a.delete(number);
        one.delete(number);
      }
      const sorted = (set: Iterable<number>): number[] => [...set].sort((x, y) => x - y);
      expect([...a.toArray()]).toEqual(sorted(one));
      expect(a.count()).toBe(one.size);
      expect([...a.or(b).toArray()]).toEqual(sorted(new Set([...one, ...other])));
      expect([...a.and(b).toArray()]).toEqual(sorted([...one].filter((number) => other.has(number))));
      expect([...a.without(b).toArray()]).toEqual(sorted([...one].filter((number) => !other.has(number))));
      for (let number = 0; number < 300; number++) expect(a.has(number)).toBe(one.has(number));
    }),
  );
});
