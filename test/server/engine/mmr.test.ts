import { expect, it } from 'vitest';
import { mmr } from '../../../src/server/engine/index.js';

const candidates = [
  { id: 'a', score: 0.9, vector: new Float32Array([1, 0]) },
  { id: 'twin', score: 0.89, vector: new Float32Array([2, 0]) },
  { id: 'side', score: 0.5, vector: new Float32Array([0, 3]) },
];

it('keeps the order by score when lambda is 1', () => {
  expect(mmr(candidates, { lambda: 1, topK: 9 }).map(({ id }) => id)).toEqual(['a', 'twin', 'side']);
});

it('prefers a different document over a twin of one already picked', () => {
  // After a: twin = 0.5 * 0.89 - 0.5 * 1 = -0.055, side = 0.5 * 0.5 - 0 = 0.25
  const picks = mmr(candidates, { lambda: 0.5, topK: 3 });
  expect(picks.map(({ id }) => id)).toEqual(['a', 'side', 'twin']);
  expect(picks[0]!.mmrScore).toBeCloseTo(0.45, 6);
  expect(picks[1]!.mmrScore).toBeCloseTo(0.25, 6);
  expect(picks[2]!.mmrScore).toBeCloseTo(-0.055, 6);
  expect(picks[1]!.score).toBe(0.5);
});

it('picks at most topK, and takes documents without a vector for unlike any other', () => {
  const bare = { id: 'bare', score: 0.4 };
  expect(mmr([...candidates, bare], { lambda: 0.3, topK: 2 }).map(({ id }) => id)).toEqual(['a', 'side']);
  expect(mmr([bare], { lambda: 0.3, topK: 2 })).toEqual([{ id: 'bare', score: 0.4, mmrScore: 0.12 }]);
});

it('refuses vectors of different lengths', () => {
  const wrong = { id: 'w', score: 0.1, vector: new Float32Array(3).fill(1) };
  expect(() => mmr([...candidates, wrong], { lambda: 0.5, topK: 4 })).toThrow(RangeError);
});
