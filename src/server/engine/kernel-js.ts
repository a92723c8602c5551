import { BLOCK_ROWS, type Kernel } from './kernel.js';

/** The kernel for platforms without WebAssembly SIMD, and for small columns. */
export function createJsKernel(rows: number, stride: number): Kernel {
  let matrix = new Float32Array(rows * stride);
  const query = new Float32Array(stride);
  const scores = new Float32Array(BLOCK_ROWS);

  return {
    kind: 'js',
    get matrix() {
      return matrix;
    },
    reserve(wanted) {
      const grown = new Float32Array(wanted * stride);
      grown.set(matrix.subarray(0, grown.length));
      matrix = grown;
      return true;
    },
    setQuery(values) {
      query.fill(0);
      query.set(values);
    },
    measure(measure, first, count) {
      const one = measure === 'dot' ? dot : squared;
      for (let i = 0; i < count; i++) scores[i] = one(query, matrix, (first + i) * stride);
      return scores;
    },
  };
}

// Four sums a turn keep the processor's units busy; lengths are multiples of four by the stride.
// The `as number` casts cost nothing and stand for bounds the loops keep.

function dot(query: Float32Array, matrix: Float32Array, start: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0, j = start; i < query.length; i += 4, j += 4) {
    a += (query[i] as number) * (matrix[j] as number);
    b += (query[i + 1] as number) * (matrix[j + 1] as number);
    c += (query[i + 2] as number) * (matrix[j + 2] as number);
    d += (query[i + 3] as number) * (matrix[j + 3] as number);
  }
  return a + b + (c + d);
}

function squared(query: Float32Array, matrix: Float32Array, start: number): number {
  let sum = 0;
  for (let i = 0, j = start; i < query.length; i += 4, j += 4) {
    const a = (query[i] as number) - (matrix[j] as number);
    const b = (query[i + 1] as number) - (matrix[j + 1] as number);
    const c = (query[i + 2] as number) - (matrix[j + 2] as number);
    const d = (query[i + 3] as number) - (matrix[j + 3] as number);
    sum += a * a + b * b + (c * c + d * d);
  }
  return sum;
}
