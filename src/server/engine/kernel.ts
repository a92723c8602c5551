/** `squared` is the squared euclidean distance. */
export type Measure = 'dot' | 'squared';

/** Owns a matrix of rows and measures them against one query. */
export interface Kernel {
  readonly kind: 'js' | 'wasm';
  /** Row after row, `stride` numbers each. Another array after `reserve`. */
  readonly matrix: Float32Array;
  /** Makes room for so many rows and keeps the present ones; false when there is no memory for it. */
  reserve(rows: number): boolean;
  setQuery(query: Float32Array): void;
  /** Measures up to `BLOCK_ROWS` rows. The answer is overwritten by the next call. */
  measure(measure: Measure, first: number, count: number): Float32Array;
}

export const BLOCK_ROWS = 1024;

/** Numbers per row: whole groups of four, since the kernels have no other tail. The rest is zero. */
export const strideOf = (dimension: number): number => Math.ceil(dimension / 4) * 4;
