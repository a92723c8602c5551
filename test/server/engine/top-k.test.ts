import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bestHits, compareHits } from '../../../src/server/engine/index.js';
import { createTopK } from '../../../src/server/engine/top-k.js';

const hit = fc.record({ id: fc.stringMatching(/^[a-d]{1,2}$/), score: fc.integer({ min: -3, max: 3 }) });

it('keeps what sorting everything would keep', () => {
  fc.assert(
    fc.property(fc.uniqueArray(hit, { selector: ({ id }) => id }), fc.integer({ min: 0, max: 12 }), (hits, limit) => {
      expect(bestHits(hits, limit)).toEqual(hits.toSorted(compareHits).slice(0, limit));
    }),
  );
});

it('tells the score needed to get in', () => {
  const byNumber = (a: number, b: number): number => a - b;
  const top = createTopK(2, byNumber);
  expect(top.floor()).toBe(-Infinity);
  top.offer(1, 10);
  top.offer(5, 11);
  expect(top.floor()).toBe(1);
  top.offer(3, 12);
  expect(top.floor()).toBe(3);
  top.offer(3, 9);
  expect(top.ranked()).toEqual([
    { item: 11, score: 5 },
    { item: 9, score: 3 },
  ]);
  expect(createTopK(0, byNumber).floor()).toBe(Infinity);
});
