/** `near` is minus the squared euclidean distance: greater is nearer in both. */
export type Measure = 'dot' | 'near';

/** Owns a matrix of rows and measures them against queries. */
export interface Kernel {
  readonly kind: 'js' | 'wasm';
  /** Row after row, `stride` numbers each. Another array after `reserve`. */
  readonly matrix: Float32Array;
  /** Makes room for so many rows and keeps the present ones; false when there is no memory for it. */
  reserve(rows: number): boolean;
  /** Of several queries each row counts by the nearest. */
  setQueries(queries: readonly Float32Array[]): void;
  /**
   * Measures `count` rows from `first` on, at most `BLOCK_ROWS`. A sum that overflows float32 gives NaN.
   * The answer is overwritten by the next call.
   */
  measureBlock(measure: Measure, first: number, count: number): Float32Array;
  /** The same for at most `BLOCK_ROWS` rows from anywhere. */
  measureRows(measure: Measure, rows: Uint32Array): Float32Array;
  /** One for each place of a block, for `above`: at first 1. Another array after `reserve`. */
  readonly factors: Float64Array;
  /**
   * The first place from `from` on, below `count`, where the value last measured times its factor is not below
   * `least`; `count` when there is none. NaN is never below.
   */
  above(least: number, from: number, count: number): number;
}

/** So few that a block stays in the processor's cache while several queries go over it. */
export const BLOCK_ROWS = 1024;

/** Numbers per row: whole groups of four, since the kernels have no other tail. The rest is zero. */
export const strideOf = (dimension: number): number => Math.ceil(dimension / 4) * 4;
