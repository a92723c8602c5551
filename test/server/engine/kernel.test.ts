import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { buildKernel, kernelSource } from '../../../scripts/build-kernel.js';
import { BLOCK_ROWS, strideOf } from '../../../src/server/engine/kernel.js';
import { createJsKernel } from '../../../src/server/engine/kernel-js.js';
import { createWasmKernel } from '../../../src/server/engine/kernel-wasm.js';
import { reserveKernel } from '../../../src/server/engine/reserve-kernel.js';
import { VectorColumn } from '../../../src/server/engine/vector-column.js';
import { randomVector, seeded } from './seeded.js';

describe('vector kernels', () => {
  it('has the committed bytes that the script writes', () => {
    const committed = readFileSync(new URL('../../../src/server/engine/kernel-bytes.ts', import.meta.url), 'utf8');
    expect(committed).toBe(kernelSource());
    expect(WebAssembly.validate(buildKernel().slice().buffer)).toBe(true);
  });

  it.each(['dot', 'squared'] as const)('measures the same in WebAssembly and in JavaScript (%s)', (measure) => {
    for (let dimension = 1; dimension <= 140; dimension++) {
      const random = seeded(dimension);
      const stride = strideOf(dimension);
      const kernels = [createWasmKernel(37, stride)!, createJsKernel(37, stride)];
      const query = randomVector(random, dimension);
      const rows = randomVector(random, 37 * stride);
      const answers = kernels.map((kernel) => {
        kernel.matrix.set(rows);
        kernel.setQuery(query);
        return kernel.measure(measure, 5, 30).slice(0, 30);
      });
      answers[0]!.forEach((value, i) => {
        expect(Math.abs(value - answers[1]![i]!), `dimension and seed ${dimension}, row ${i}`).toBeLessThan(1e-4);
      });
    }
  });

  it('keeps rows and query apart from a query that was longer', () => {
    for (const kernel of [createWasmKernel(2, 8)!, createJsKernel(2, 8)]) {
      kernel.matrix.fill(1);
      kernel.setQuery(new Float32Array(8).fill(5));
      kernel.setQuery(new Float32Array([1, 1]));
      expect([...kernel.measure('dot', 0, 2).slice(0, 2)]).toEqual([2, 2]);
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
    const scores = new Map<number, number>();
    plain.score([query], undefined, (score, owner) => scores.set(owner, score));
    column.score([query], undefined, (score, owner) => {
      expect(Math.abs(score - scores.get(owner)!), 'seed 3').toBeLessThan(1e-5);
    });
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
