import { describe, expect, it } from 'vitest';
import { METRICS, NamespaceIndex, type Hit, type KernelChoice } from '../../../src/server/engine/index.js';
import { bruteForce } from './brute-force.js';
import { randomInt, randomVector, seeded } from './seeded.js';

const KERNELS: readonly KernelChoice[] = ['wasm', 'js', 'auto'];
const CASES = KERNELS.flatMap((kernel) => METRICS.map((metric) => ({ kernel, metric })));

function expectSameRanking(found: readonly Hit[], expected: readonly Hit[], note: string): void {
  expect(found.length, note).toBe(expected.length);
  found.forEach((hit, rank) => {
    const other = expected[rank]!;
    expect(Math.abs(hit.score - other.score), `${note}, rank ${rank}`).toBeLessThan(1e-5);
    // Documents nearer than float32 can tell may change places; each must have its own true score.
    if (hit.id === other.id) return;
    const own = expected.find(({ id }) => id === hit.id);
    if (own !== undefined) expect(Math.abs(own.score - hit.score), `${note}, rank ${rank}`).toBeLessThan(1e-5);
  });
}

describe('vector search', () => {
  it.each(CASES)(
    'agrees with brute force through writes, overwrites and deletes ($kernel, $metric)',
    ({ kernel, metric }) => {
      for (const [seed, dimension] of [1, 3, 4, 17, 64, 130].entries()) {
        const random = seeded(seed);
        const note = `seed ${seed}, dimension ${dimension}`;
        const index = new NamespaceIndex({ kernel });
        index.addVector({ name: 'v', dimension, metric });
        const model = new Map<string, Float32Array>();
        for (let round = 0; round < 6; round++) {
          const written = Array.from({ length: 400 }, () => ({
            id: `d${randomInt(random, 1500)}`,
            vectors: { v: randomVector(random, dimension) },
            payload: {},
          }));
          index.put(written);
          for (const { id, vectors } of written) model.set(id, vectors.v);
          const removed = Array.from({ length: 150 }, () => `d${randomInt(random, 1500)}`);
          const present = new Set(removed.filter((id) => model.has(id))).size;
          expect(index.remove(removed), note).toBe(present);
          for (const id of removed) model.delete(id);

          const query = randomVector(random, dimension);
          const expected = bruteForce(model, [query], metric);
          expectSameRanking(index.searchVector({ index: 'v', vector: query, topK: 25 }), expected.slice(0, 25), note);
          expectSameRanking(index.searchVector({ index: 'v', vector: query, topK: 5000 }), expected, note);
        }
      }
    },
  );

  it('scores by the nearest of several query vectors', () => {
    const random = seeded(7);
    const index = new NamespaceIndex();
    const model = new Map(Array.from({ length: 300 }, (_, i) => [`d${i}`, randomVector(random, 12)] as const));
    index.put([...model].map(([id, v]) => ({ id, vectors: { v }, payload: {} })));
    const queries = [randomVector(random, 12), randomVector(random, 12), randomVector(random, 12)];
    const found = index.searchVector({ index: 'v', vector: queries.map((query) => [...query]), topK: 20 });
    expectSameRanking(found, bruteForce(model, queries, 'cosine').slice(0, 20), 'seed 7');
  });

  it.each([true, false])('filters exactly, whether an index narrows the search or not (indexed: %s)', (indexed) => {
    const random = seeded(11);
    const index = new NamespaceIndex();
    if (indexed) index.addPayloadIndex({ field_name: 'group', type: 'integer' });
    const model = new Map(Array.from({ length: 800 }, (_, i) => [`d${i}`, randomVector(random, 9)] as const));
    index.put([...model].map(([id, v], i) => ({ id, vectors: { v }, payload: { group: i % 20 } })));
    const query = randomVector(random, 9);
    const kept = new Map([...model].filter((_, i) => i % 20 === 3));
    const found = index.searchVector({ index: 'v', vector: query, topK: 30, filter: { group: 3 } });
    expectSameRanking(found, bruteForce(kept, [query], 'cosine').slice(0, 30), 'seed 11');
  });

  it.each(METRICS)('keeps every equal score in view until ids decide (%s)', (metric) => {
    for (const kernel of KERNELS) {
      const index = new NamespaceIndex({ kernel });
      index.addVector({ name: 'v', dimension: 2, metric });
      const ids = Array.from({ length: 3000 }, (_, i) => `d${String((i * 1103) % 3000).padStart(4, '0')}`);
      // Opposite and equal vectors: the lowest and the highest score there is.
      index.put(
        ids.map((id, i) => ({ id, vectors: { v: new Float32Array(i < 2990 ? [-3, -4] : [3, 4]) }, payload: {} })),
      );
      const low = new Set(ids.slice(0, 2990));
      const found = index.searchVector({ index: 'v', vector: [3, 4], topK: 15 }).map(({ id }) => id);
      expect(found.slice(10), kernel).toEqual([...low].sort().slice(0, 5));
      expect(found.slice(0, 10), kernel).toEqual(ids.slice(2990).sort());
      const both = {
        index: 'v',
        vector: [
          [3, 4],
          [-3, -4],
          [0, 1],
          [1, 0],
          [1, 1],
        ],
        topK: 4,
      };
      expect(
        index.searchVector(both).map(({ id }) => id),
        kernel,
      ).toEqual([...ids].sort().slice(0, 4));
    }
  });

  it('orders equal scores by id', () => {
    const index = new NamespaceIndex();
    index.put(['m', 'z', 'a', 'B', 'q'].map((id) => ({ id, vectors: { v: new Float32Array([1, 2]) }, payload: {} })));
    const ids = index.searchVector({ index: 'v', vector: [1, 2], topK: 3 }).map(({ id }) => id);
    expect(ids).toEqual(['B', 'a', 'm']);
  });

  it('scores a zero vector 0 and clamps the cosine to 1', () => {
    const index = new NamespaceIndex();
    index.put([
      { id: 'zero', vectors: { v: new Float32Array(3) }, payload: {} },
      { id: 'same', vectors: { v: new Float32Array([0.1, 0.7, 0.3]) }, payload: {} },
    ]);
    const same = index.searchVector({ index: 'v', vector: [0.1, 0.7, 0.3], topK: 2 });
    expect(same.map(({ id }) => id)).toEqual(['same', 'zero']);
    expect(same[0]!.score).toBeCloseTo(1, 6);
    expect(same[0]!.score).toBeLessThanOrEqual(1);
    expect(same[1]!.score).toBe(0);
    expect(index.searchVector({ index: 'v', vector: [0, 0, 0], topK: 2 }).map(({ score }) => score)).toEqual([0, 0]);
  });

  it.each(KERNELS)('gives finite scores for very large and very small numbers (%s)', (kernel) => {
    const index = new NamespaceIndex({ kernel });
    const vector = new Float32Array(8).fill(3e38);
    for (const metric of METRICS) index.addVector({ name: metric, dimension: 8, metric });
    index.put([
      { id: 'large', vectors: { cosine: vector, dot: vector, euclidean: vector }, payload: {} },
      { id: 'small', vectors: { cosine: new Float32Array(8).fill(1e-30) }, payload: {} },
    ]);
    const cosine = index.searchVector({ index: 'cosine', vector: vector, topK: 2 });
    for (const { score } of cosine) expect(score).toBeCloseTo(1, 5);
    expect(cosine).toHaveLength(2);
    expect(index.searchVector({ index: 'dot', vector, topK: 1 })[0]!.score / 7.2e77).toBeCloseTo(1, 5);
    const opposite = vector.map((value) => -value);
    expect(index.searchVector({ index: 'euclidean', vector: opposite, topK: 1 })[0]!.score).toBeGreaterThan(0);
  });

  it('leaves out hits under minScore and documents without the vector', () => {
    const index = new NamespaceIndex();
    index.put([
      { id: 'a', vectors: { v: new Float32Array([1, 0]) }, payload: {} },
      { id: 'b', vectors: { v: new Float32Array([0, 1]) }, payload: {} },
      { id: 'c', vectors: { w: new Float32Array([1, 0]) }, payload: {} },
    ]);
    expect(index.searchVector({ index: 'v', vector: [1, 0], topK: 9, minScore: 0.5 })).toEqual([{ id: 'a', score: 1 }]);
    index.put([{ id: 'a', vectors: { w: new Float32Array([1, 0]) }, payload: {} }]);
    expect(index.searchVector({ index: 'v', vector: [1, 0], topK: 9 })).toEqual([{ id: 'b', score: 0 }]);
    expect(index.vectorCounts()).toEqual({ v: 1, w: 2 });
  });

  it('refuses a search that cannot be done', () => {
    const index = new NamespaceIndex();
    index.addVector({ name: 'v', dimension: 2, metric: 'dot' });
    const search =
      (vector: number[], topK = 5, name = 'v') =>
      () =>
        index.searchVector({ index: name, vector, topK });
    expect(search([1, 2], 5, 'w')).toThrow(
      expect.objectContaining({ code: 'unknown_vector_index', details: { index: 'w', available: ['v'] } }),
    );
    expect(search([1, 2, 3])).toThrow(
      expect.objectContaining({ code: 'vector_dimension_mismatch', details: { index: 'v', expected: 2, got: 3 } }),
    );
    expect(search([])).toThrow(expect.objectContaining({ code: 'vector_empty' }));
    expect(search([1, NaN])).toThrow(expect.objectContaining({ code: 'vector_not_finite' }));
    expect(search([1, 1e300])).toThrow(expect.objectContaining({ code: 'vector_not_finite' }));
    expect(search([1, 2], 0)).toThrow(expect.objectContaining({ code: 'invalid_search' }));
  });
});
