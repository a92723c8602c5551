import { describe, expect, it, vi } from 'vitest';
import { BLOCK_ROWS, strideOf } from '../../../src/server/engine/kernel/kernel.js';
import { createJsKernel } from '../../../src/server/engine/kernel/js-kernel.js';
import { createWasmKernel } from '../../../src/server/engine/kernel/wasm-kernel.js';
import { reserveKernel } from '../../../src/server/engine/kernel/reserve-kernel.js';
import { VectorColumn } from '../../../src/server/engine/vector-column.js';
import { randomVector, seeded } from './seeded.js';

describe('vector kernels', () => {
  it.each(['dot', 'near'] as const)('measures by the definition, in WebAssembly and in JavaScript (%s)', (measure) => {
    for (let dimension = 1; dimension <= 140; dimension++) {
      const random = seeded(dimension);
      const stride = strideOf(dimension);
      const queries = Array.from({ length: 1 + (dimension % 7) }, () => randomVector(random, dimension));
      const rows = Array.from({ length: 37 }, () => randomVector(random, dimension));
      const list = Uint32Array.from([36, 0, 7, 7, 20]);
      const expected = rows.map((row) => Math.max(...queries.map((query) => closeness(query, row, measure))));
      for (const kernel of [createWasmKernel(37, stride)!, createJsKernel(37, stride)]) {
        rows.forEach((row, i) => kernel.matrix.set(row, i * stride));
        kernel.setQueries(queries);
        const note = `${kernel.kind}, dimension and seed ${dimension}`;
        const block = [...kernel.measureBlock(measure, 5, 30).slice(0, 30)];
        const chosen = [...kernel.measureRows(measure, list).slice(0, list.length)];
        expect(largestDifference(block, expected.slice(5, 35)), note).toBeLessThan(1e-4);
        expect(
          largestDifference(
            chosen,
            [...list].map((row) => expected[row]!),
          ),
          note,
        ).toBeLessThan(1e-4);
      }
    }
  });

  it('gives one row the same value in a block and in a list', () => {
    const random = seeded(5);
    for (const kernel of [createWasmKernel(BLOCK_ROWS, 12)!, createJsKernel(BLOCK_ROWS, 12)]) {
      kernel.matrix.set(randomVector(random, BLOCK_ROWS * 12));
      for (const count of [1, 2, 4, 5]) {
        kernel.setQueries(Array.from({ length: count }, () => randomVector(random, 11)));
        const block = kernel.measureBlock('near', 0, BLOCK_ROWS).slice();
        const rows = Uint32Array.from([3, 200, 4, BLOCK_ROWS - 1]);
        expect([...kernel.measureRows('near', rows).slice(0, 4)]).toEqual([...rows].map((row) => block[row]));
      }
    }
  });

  it.each(['dot', 'near'] as const)('tells of sums that overflow, whatever other queries measure (%s)', (measure) => {
    const large = new Float32Array(8).fill(3e38);
    const small = new Float32Array(8).fill(1e-3);
    for (const kernel of [createWasmKernel(2, 8)!, createJsKernel(2, 8)]) {
      kernel.matrix.set(large);
      kernel.matrix.set(small, 8);
      for (const queries of [[large.map((value) => -value)], [small, large.map((value) => -value)]]) {
        kernel.setQueries(queries);
        expect(kernel.measureBlock(measure, 0, 1)[0]).toBeNaN();
      }
      kernel.setQueries([small]);
      expect(kernel.measureBlock(measure, 1, 1)[0]).not.toBeNaN();
    }
  });

  it('finds the next value that is near enough, and those that overflowed', () => {
    const random = seeded(8);
    for (const kernel of [createWasmKernel(64, 4)!, createJsKernel(64, 4)]) {
      const rows = Array.from({ length: 64 }, (_, i) => randomVector(random, 4).fill(i % 13 === 5 ? 3e38 : random()));
      rows.forEach((row, i) => kernel.matrix.set(row, i * 4));
      kernel.factors.forEach((_, i) => (kernel.factors[i] = 1 + (i % 3)));
      kernel.setQueries([new Float32Array(4).fill(1)]);
      for (const count of [1, 2, 30, 63, 64]) {
        const values = kernel.measureBlock('dot', 0, count);
        const expected = Array.from({ length: count }, (_, i) => i).filter(
          (i) => Number.isNaN(values[i]) || values[i]! * (1 + (i % 3)) >= 4,
        );
        const found: number[] = [];
        for (let i = kernel.above(4, 0, count); i < count; i = kernel.above(4, i + 1, count)) found.push(i);
        expect(found, `${kernel.kind}, ${count}`).toEqual(expected);
        expect(kernel.above(Infinity, 6, Math.min(count, 18))).toBe(Math.min(count, 18));
      }
    }
  });

  it('keeps rows and queries apart from queries that were longer and more', () => {
    for (const kernel of [createWasmKernel(2, 8)!, createJsKernel(2, 8)]) {
      kernel.matrix.fill(1);
      kernel.setQueries(Array.from({ length: 6 }, () => new Float32Array(8).fill(5)));
      kernel.setQueries([new Float32Array([1, 1])]);
      expect([...kernel.measureBlock('dot', 0, 2).slice(0, 2)]).toEqual([2, 2]);
    }
  });

  it('keeps its rows while it grows', () => {
    for (const kernel of [createWasmKernel(4, 64)!, createJsKernel(4, 64)]) {
      kernel.matrix.set(Float32Array.from({ length: 256 }, (_, i) => i));
      expect(kernel.reserve(100_000)).toBe(true);
      expect(kernel.matrix.length).toBe(6_400_000);
      expect(kernel.matrix[255]).toBe(255);
    }
  });

  it('moves to WebAssembly when a column has grown, with the same scores', () => {
    const random = seeded(3);
    const column = new VectorColumn({ name: 'v', dimension: 64, metric: 'cosine' }, 'auto');
    const plain = new VectorColumn({ name: 'v', dimension: 64, metric: 'cosine' }, 'js');
    expect(column.kernel).toBe('js');
    for (let owner = 0; owner < BLOCK_ROWS * 2 + 5; owner++) {
      const vector = randomVector(random, 64);
      column.set(owner, vector);
      plain.set(owner, vector);
    }
    expect([column.kernel, plain.kernel]).toEqual(['wasm', 'js']);
    const query = randomVector(random, 64);
    const plainScores = scoresOf(plain, query);
    for (const [owner, score] of scoresOf(column, query)) {
      expect(Math.abs(score - plainScores.get(owner)!), 'seed 3').toBeLessThan(1e-5);
    }
  });

  it('falls back to JavaScript where there is no WebAssembly', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(reserveKernel(100_000, { stride: 4, choice: 'auto' }).kind).toBe('js');
    expect(reserveKernel(8, { stride: 4, choice: 'wasm' }).kind).toBe('js');
  });

  it('refuses more rows than WebAssembly can hold, and keeps what it has', () => {
    expect(createWasmKernel(2 ** 30, 2 ** 12)).toBeUndefined();
    const kernel = createWasmKernel(1, 4)!;
    kernel.matrix.set([1, 2, 3, 4]);
    expect(kernel.reserve(2 ** 40)).toBe(false);
    expect([...kernel.matrix]).toEqual([1, 2, 3, 4]);
  });
});

function closeness(query: Float32Array, row: Float32Array, measure: 'dot' | 'near'): number {
  return row.reduce((sum, value, i) => sum + (measure === 'dot' ? query[i]! * value : -((query[i]! - value) ** 2)), 0);
}

const largestDifference = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

function scoresOf(column: VectorColumn, query: Float32Array): Map<number, number> {
  const scores = new Map<number, number>();
  const offer = (score: number, owner: number): number => {
    scores.set(owner, score);
    return -Infinity;
  };
  column.scan({ queries: [query], floor: -Infinity, offer });
  return scores;
}
