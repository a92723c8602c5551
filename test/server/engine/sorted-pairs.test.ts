import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Bitset } from '../../../src/server/engine/bitset.js';
import { SortedPairs, type Range } from '../../../src/server/engine/sorted-pairs.js';
import { randomInt, seeded } from './seeded.js';

const value = fc.constantFrom(-Infinity, -3, -0, 0, 0.5, 1, 2, 1e300, Infinity);
const owner = fc.integer({ min: 0, max: 5 });
const range: fc.Arbitrary<Range> = fc.record(
  { from: value, to: value, leaveOut: fc.constantFrom('from' as const, 'to' as const) },
  { requiredKeys: ['from', 'to'] },
);

const isIn = (number: number, { from, to, leaveOut }: Range): boolean =>
  number >= from && number <= to && !(leaveOut === 'from' && number === from) && !(leaveOut === 'to' && number === to);

function check(pairs: SortedPairs, model: ReadonlyMap<number, readonly number[]>, asked: Range): void {
  const found = new Bitset();
  pairs.collect(asked, found);
  const expected = [...model].filter(([, values]) => values.some((one) => isIn(one, asked))).map(([number]) => number);
  expect([...found.toArray()]).toEqual(expected.sort((a, b) => a - b));
}

it('finds the owners of a range through changes', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(owner, fc.array(value, { maxLength: 3 }), range)), (changes) => {
      const pairs = new SortedPairs();
      const model = new Map<number, number[]>();
      for (const [number, values, asked] of changes) {
        for (const old of model.get(number) ?? []) pairs.remove(old, number);
        for (const one of values) pairs.add(one, number);
        model.set(number, values);
        check(pairs, model, asked);
      }
    }),
  );
});

it('finds them when many changes have been merged', () => {
  const random = seeded(9);
  const pairs = new SortedPairs();
  const model = new Map<number, number[]>();
  for (let round = 0; round < 12; round++) {
    for (let change = 0; change < 900; change++) {
      const number = randomInt(random, 2000);
      for (const old of model.get(number) ?? []) pairs.remove(old, number);
      const values = Array.from({ length: randomInt(random, 3) }, () => randomInt(random, 50));
      for (const one of values) pairs.add(one, number);
      model.set(number, values);
    }
    const from = randomInt(random, 50);
    check(pairs, model, { from, to: from + randomInt(random, 10), ...(round % 2 === 0 ? {} : { leaveOut: 'from' }) });
  }
});
