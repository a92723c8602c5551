import { describe, expect, it } from 'vitest';
import { fuse, type FusionMethod, type Hit } from '../../../src/server/engine/index.js';

const hits = (scores: Record<string, number>): Hit[] => Object.entries(scores).map(([id, score]) => ({ id, score }));

const dense = { hits: hits({ a: 0.9, b: 0.8, c: 0.1 }), weight: 0.7 };
const lexical = { hits: hits({ c: 12, a: 6, d: 2 }), weight: 0.3 };

function fused(method: FusionMethod): Record<string, number> {
  return Object.fromEntries(fuse([dense, lexical], { method }).map(({ id, score }) => [id, Number(score.toFixed(6))]));
}

describe('fusion', () => {
  it('adds reciprocal ranks', () => {
    // a: 1/61 + 1/62, c: 1/63 + 1/61, b: 1/62, d: 1/63
    expect(fused('rrf')).toEqual({ a: 0.032522, c: 0.032266, b: 0.016129, d: 0.015873 });
  });

  it('adds scores brought to 0..1 by mean and deviation', () => {
    // dense: mean 0.6, sample deviation sqrt(0.38 / 2) = 0.435890; a = 0.5 + 0.3 / 2.615339 = 0.614708
    // lexical: mean 6.666667, sample deviation 5.033223; c = 0.5 + 5.333333 / 30.199338 = 0.676604
    expect(fused('dbsf')).toEqual({ a: 1.092632, c: 0.985425, b: 0.576472, d: 0.345471 });
  });

  it('adds weighted scores brought to 0..1 by the extremes', () => {
    // a: 0.7 * 1 + 0.3 * 0.4, b: 0.7 * 0.875, c: 0.7 * 0 + 0.3 * 1, d: 0
    expect(fused('weighted')).toEqual({ a: 0.82, b: 0.6125, c: 0.3, d: 0 });
  });

  it('takes the highest score', () => {
    expect(fused('max')).toEqual({ c: 12, a: 6, d: 2, b: 0.8 });
  });

  it('puts the best first and equal scores in order of id, cut to topK', () => {
    const lists = [{ hits: hits({ z: 1, b: 0.5 }) }, { hits: hits({ y: 1, a: 0.5 }) }];
    expect(fuse(lists, { method: 'rrf', topK: 3 }).map(({ id }) => id)).toEqual(['y', 'z', 'a']);
    expect(fuse(lists, { method: 'rrf' })).toHaveLength(4);
  });

  it('leaves the scores of a single list alone', () => {
    expect(fuse([dense], { method: 'rrf', topK: 2 })).toEqual(hits({ a: 0.9, b: 0.8 }));
  });

  it('gives lists without spread the middle or the top', () => {
    const flat = [{ hits: hits({ a: 3 }) }, { hits: hits({ b: 7, c: 7 }) }];
    expect(fuse(flat, { method: 'dbsf' })).toEqual(hits({ a: 0.5, b: 0.5, c: 0.5 }));
    expect(fuse(flat, { method: 'weighted' })).toEqual(hits({ a: 1, b: 1, c: 1 }));
  });

  it.each(['rrf', 'dbsf', 'weighted', 'max'] as const)('joins empty lists and none with %s', (method) => {
    expect(fuse([], { method })).toEqual([]);
    expect(fuse([{ hits: [] }, { hits: [] }], { method })).toEqual([]);
  });
});
