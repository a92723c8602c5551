import { BLOCK_ROWS, type Kernel, type Measure } from './kernel.js';

/** The kernel for platforms without WebAssembly SIMD, and for small columns. */
export function createJsKernel(rows: number, stride: number): Kernel {
  let matrix = new Float32Array(rows * stride);
  let padded: readonly Float32Array[] = [];
  const block = new Uint32Array(BLOCK_ROWS);
  const scores = new Float32Array(BLOCK_ROWS);
  const factors = new Float64Array(BLOCK_ROWS).fill(1);

  const measureRows = (measure: Measure, list: Uint32Array): Float32Array => {
    const one = measure === 'dot' ? dot : near;
    scores.fill(-Infinity);
    for (const query of padded) {
      for (let i = 0; i < list.length; i++) {
        const value = Math.fround(one(query, matrix, (list[i] as number) * stride));
        scores[i] = Math.max(scores[i] as number, Number.isFinite(value) ? value : NaN);
      }
    }
    return scores;
  };

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
    setQueries(queries) {
      padded = queries.map((query) => {
        const row = new Float32Array(stride);
        row.set(query);
        return row;
      });
    },
    measureBlock(measure, first, count) {
      for (let i = 0; i < count; i++) block[i] = first + i;
      return measureRows(measure, block.subarray(0, count));
    },
    measureRows,
    factors,
    above(least, from, count) {
      for (let i = from; i < count; i++) if (!((scores[i] as number) * (factors[i] as number) < least)) return i;
      return count;
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

function near(query: Float32Array, matrix: Float32Array, start: number): number {
  let sum = 0;
  for (let i = 0, j = start; i < query.length; i += 4, j += 4) {
    const a = (query[i] as number) - (matrix[j] as number);
    const b = (query[i + 1] as number) - (matrix[j + 1] as number);
    const c = (query[i + 2] as number) - (matrix[j + 2] as number);
    const d = (query[i + 3] as number) - (matrix[j + 3] as number);
    sum += a * a + b * b + (c * c + d * d);
  }
  return -sum;
}
