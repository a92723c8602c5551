import type { Bitset } from './bitset.js';
import { BLOCK_ROWS, strideOf, type Kernel } from './kernel/kernel.js';
import { reserveKernel, type KernelChoice } from './kernel/reserve-kernel.js';
import { closenessFloor, exactCloseness, inverseNorm, measureOf, toScore } from './scores.js';
import type { VectorConfig } from './types.js';

/** No row: the owner has no vector. */
const NONE = -1;

/** Takes a score that reached the floor and its owner; answers with the floor from then on. */
export type Offer = (score: number, owner: number) => number;

export interface Scan {
  readonly queries: readonly Float32Array[];
  /** Scans these only. */
  readonly owners?: Bitset | undefined;
  /** Scores below it are left out. */
  readonly floor: number;
  readonly offer: Offer;
}

/**
 * The vectors of one index. Each belongs to an owner, the document's number in its namespace, and sits in a dense row:
 * taking one out moves the last row into the hole, so a scan never meets a dead row.
 */
export class VectorColumn {
  readonly config: VectorConfig;
  readonly #choice: KernelChoice;
  readonly #stride: number;
  #kernel: Kernel;
  #capacity = 16;
  #size = 0;
  /** Row -> owner, and back. */
  #owners = new Uint32Array(this.#capacity);
  #rowOf = new Int32Array(0);
  /** 1 / length of each row, 0 for a zero vector. Empty unless the metric is cosine. */
  #inverseNorms: Float64Array;

  constructor(config: VectorConfig, choice: KernelChoice) {
    this.config = config;
    this.#choice = choice;
    this.#stride = strideOf(config.dimension);
    this.#kernel = reserveKernel(this.#capacity, { stride: this.#stride, choice });
    this.#inverseNorms = new Float64Array(config.metric === 'cosine' ? this.#capacity : 0);
  }

  get size(): number {
    return this.#size;
  }

  /** Which kernel works: WebAssembly takes over when the column has grown enough. */
  get kernel(): 'js' | 'wasm' {
    return this.#kernel.kind;
  }

  has(owner: number): boolean {
    return this.#row(owner) !== NONE;
  }

  set(owner: number, vector: Float32Array): void {
    let row = this.#row(owner);
    if (row === NONE) {
      row = this.#size;
      this.#reserve(row + 1);
      this.#place(owner, row);
      this.#size++;
    }
    this.#kernel.matrix.set(vector, row * this.#stride);
    if (this.config.metric === 'cosine') this.#inverseNorms[row] = inverseNorm(vector);
  }

  remove(owner: number): void {
    const row = this.#row(owner);
    if (row === NONE) return;
    const last = this.#size - 1;
    this.#kernel.matrix.copyWithin(row * this.#stride, last * this.#stride, (last + 1) * this.#stride);
    if (this.config.metric === 'cosine') this.#inverseNorms[row] = this.#inverseNorms[last] as number;
    this.#place(this.#owners[last] as number, row);
    this.#rowOf[owner] = NONE;
    this.#size = last;
  }

  /** A copy of the owner's vector. */
  get(owner: number): Float32Array | undefined {
    const row = this.#row(owner);
    return row === NONE ? undefined : this.#values(row).slice();
  }

  clone(): VectorColumn {
    const copy = new VectorColumn({ ...this.config }, this.#choice);
    copy.#reserve(this.#size);
    copy.#kernel.matrix.set(this.#kernel.matrix.subarray(0, this.#size * this.#stride));
    copy.#inverseNorms.set(this.#inverseNorms.subarray(0, this.#size));
    copy.#owners.set(this.#owners.subarray(0, this.#size));
    copy.#rowOf = this.#rowOf.slice();
    copy.#size = this.#size;
    return copy;
  }

  /** Offers the scores that reach the floor. With several queries a vector scores by the nearest of them. */
  scan({ queries, owners, floor, offer }: Scan): void {
    const prepared = queries.map((query) => this.#prepare(query));
    const measure = measureOf(this.config.metric);
    const norms = this.config.metric === 'cosine' ? this.#inverseNorms : undefined;
    const kernel = this.#kernel;
    kernel.setQueries(prepared);
    const visit = this.#visitor(prepared, { floor, offer });

    if (owners === undefined) {
      for (let first = 0; first < this.#size; first += BLOCK_ROWS) {
        const count = Math.min(BLOCK_ROWS, this.#size - first);
        const values = kernel.measureBlock(measure, first, count);
        if (norms !== undefined) kernel.factors.set(norms.subarray(first, first + count));
        visit(values, { count, rowAt: (i) => first + i });
      }
      return;
    }
    const rows = this.#rowsOf(owners);
    for (let first = 0; first < rows.length; first += BLOCK_ROWS) {
      const list = rows.subarray(first, first + BLOCK_ROWS);
      const values = kernel.measureRows(measure, list);
      if (norms !== undefined) for (const [i, row] of list.entries()) kernel.factors[i] = norms[row] as number;
      visit(values, { count: list.length, rowAt: (i) => list[i] as number });
    }
  }

  /** Looks through one block after the other. Most rows are passed over by the kernel. */
  #visitor(queries: readonly Float32Array[], { floor: initial, offer }: { floor: number; offer: Offer }) {
    const { metric } = this.config;
    const kernel = this.#kernel;
    let floor = initial;
    let least = closenessFloor(floor, metric);

    return (values: Float32Array, { count, rowAt }: { count: number; rowAt: (i: number) => number }): void => {
      for (let i = kernel.above(least, 0, count); i < count; i = kernel.above(least, i + 1, count)) {
        const row = rowAt(i);
        const closeness = (values[i] as number) * (kernel.factors[i] as number);
        // What overflowed is measured again in double precision.
        const known = Number.isNaN(closeness) ? this.#measureExactly(row, queries) : closeness;
        const score = toScore(known, metric);
        if (score < floor) continue;
        floor = offer(score, this.#owners[row] as number);
        least = closenessFloor(floor, metric);
      }
    };
  }

  #measureExactly(row: number, queries: readonly Float32Array[]): number {
    const { metric } = this.config;
    const best = Math.max(...queries.map((query) => exactCloseness(query, this.#values(row), metric)));
    return metric === 'cosine' ? best * (this.#inverseNorms[row] as number) : best;
  }

  /** For cosine the query is brought to length 1, which also keeps the sums in the range of float32. */
  #prepare(query: Float32Array): Float32Array {
    if (this.config.metric !== 'cosine') return query;
    const factor = inverseNorm(query);
    return query.map((value) => value * factor);
  }

  /** In order of rows, which is that of memory. */
  #rowsOf(owners: Bitset): Uint32Array {
    const rows = owners.toArray();
    let count = 0;
    for (const owner of rows) {
      const row = this.#row(owner);
      if (row !== NONE) rows[count++] = row;
    }
    return rows.subarray(0, count).sort();
  }

  #row(owner: number): number {
    return this.#rowOf[owner] ?? NONE;
  }

  #place(owner: number, row: number): void {
    this.#owners[row] = owner;
    if (owner >= this.#rowOf.length) {
      const grown = new Int32Array(Math.max(owner + 1, this.#rowOf.length * 2)).fill(NONE);
      grown.set(this.#rowOf);
      this.#rowOf = grown;
    }
    this.#rowOf[owner] = row;
  }

  #values(row: number): Float32Array {
    const start = row * this.#stride;
    return this.#kernel.matrix.subarray(start, start + this.config.dimension);
  }

  #reserve(rows: number): void {
    if (rows <= this.#capacity) return;
    const capacity = Math.max(rows, this.#capacity * 2);
    this.#kernel = reserveKernel(capacity, { stride: this.#stride, choice: this.#choice, previous: this.#kernel });
    if (this.config.metric === 'cosine') {
      const norms = new Float64Array(capacity);
      norms.set(this.#inverseNorms);
      this.#inverseNorms = norms;
    }
    const owners = new Uint32Array(capacity);
    owners.set(this.#owners);
    this.#owners = owners;
    this.#capacity = capacity;
  }
}
