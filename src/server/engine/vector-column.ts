import { BLOCK_ROWS, strideOf, type Kernel } from './kernel.js';
import { reserveKernel, type KernelChoice } from './reserve-kernel.js';
import type { VectorConfig, Visit } from './types.js';

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
  /** Row -> owner, and back. */
  readonly #owners: number[] = [];
  readonly #rowOf = new Map<number, number>();
  /** 1 / length of each row, 0 for a zero vector; for cosine only. */
  #inverseNorms: Float64Array;

  constructor(config: VectorConfig, choice: KernelChoice) {
    this.config = config;
    this.#choice = choice;
    this.#stride = strideOf(config.dimension);
    this.#kernel = reserveKernel(this.#capacity, { stride: this.#stride, choice });
    this.#inverseNorms = new Float64Array(this.#capacity);
  }

  get size(): number {
    return this.#owners.length;
  }

  /** Which kernel works: WebAssembly takes over when the column has grown enough. */
  get kernel(): 'js' | 'wasm' {
    return this.#kernel.kind;
  }

  has(owner: number): boolean {
    return this.#rowOf.has(owner);
  }

  set(owner: number, vector: Float32Array): void {
    let row = this.#rowOf.get(owner);
    if (row === undefined) {
      row = this.#owners.length;
      this.#reserve(row + 1);
      this.#owners.push(owner);
      this.#rowOf.set(owner, row);
    }
    this.#kernel.matrix.set(vector, row * this.#stride);
    this.#inverseNorms[row] = inverseNorm(vector);
  }

  remove(owner: number): void {
    const row = this.#rowOf.get(owner);
    if (row === undefined) return;
    const last = this.#owners.length - 1;
    const moved = this.#owners[last] as number;
    this.#kernel.matrix.copyWithin(row * this.#stride, last * this.#stride, (last + 1) * this.#stride);
    this.#inverseNorms[row] = this.#inverseNorms[last] as number;
    this.#owners[row] = moved;
    this.#rowOf.set(moved, row);
    this.#owners.pop();
    this.#rowOf.delete(owner);
  }

  /** A copy of the owner's vector. */
  get(owner: number): Float32Array | undefined {
    const row = this.#rowOf.get(owner);
    return row === undefined ? undefined : this.#values(row).slice();
  }

  clone(): VectorColumn {
    const copy = new VectorColumn({ ...this.config }, this.#choice);
    copy.#reserve(this.size);
    copy.#kernel.matrix.set(this.#kernel.matrix.subarray(0, this.size * this.#stride));
    copy.#inverseNorms.set(this.#inverseNorms.subarray(0, this.size));
    this.#owners.forEach((owner, row) => {
      copy.#owners.push(owner);
      copy.#rowOf.set(owner, row);
    });
    return copy;
  }

  /**
   * Scores every vector, or those of the owners given, and calls `visit` for each one that has a vector.
   * With several queries a vector scores by the best of them.
   */
  score(queries: readonly Float32Array[], owners: Iterable<number> | undefined, visit: Visit): void {
    const rows = owners === undefined ? undefined : this.#rowsOf(owners);
    const best = new Float64Array(rows === undefined ? this.size : rows.length).fill(-Infinity);
    for (const query of queries) this.#scoreQuery(this.#prepare(query), rows, best);
    for (let i = 0; i < best.length; i++) {
      const row = rows === undefined ? i : (rows[i] as number);
      visit(best[i] as number, this.#owners[row] as number);
    }
  }

  #scoreQuery(query: Float32Array, rows: readonly number[] | undefined, best: Float64Array): void {
    const measure = this.config.metric === 'euclidean' ? 'squared' : 'dot';
    this.#kernel.setQuery(query);
    if (rows !== undefined) {
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        const value = this.#kernel.measure(measure, row, 1)[0] as number;
        best[i] = Math.max(best[i] as number, this.#toScore(value, row, query));
      }
      return;
    }
    for (let first = 0; first < this.size; first += BLOCK_ROWS) {
      const count = Math.min(BLOCK_ROWS, this.size - first);
      const values = this.#kernel.measure(measure, first, count);
      for (let i = 0; i < count; i++) {
        const row = first + i;
        best[row] = Math.max(best[row] as number, this.#toScore(values[i] as number, row, query));
      }
    }
  }

  #toScore(value: number, row: number, query: Float32Array): number {
    const exact = Number.isFinite(value) ? value : this.#measureExactly(row, query);
    switch (this.config.metric) {
      case 'cosine':
        return Math.max(-1, Math.min(1, exact * (this.#inverseNorms[row] as number)));
      case 'euclidean':
        return 1 / (1 + Math.sqrt(exact));
      case 'dot':
        return exact;
    }
  }

  /** In double precision, for values so large that float32 sums overflow. */
  #measureExactly(row: number, query: Float32Array): number {
    const isDistance = this.config.metric === 'euclidean';
    return this.#values(row).reduce((sum, value, i) => {
      const other = query[i] as number;
      return sum + (isDistance ? (value - other) ** 2 : value * other);
    }, 0);
  }

  /** For cosine the query is brought to length 1, which also keeps the sums in the range of float32. */
  #prepare(query: Float32Array): Float32Array {
    if (this.config.metric !== 'cosine') return query;
    const factor = inverseNorm(query);
    return query.map((value) => value * factor);
  }

  #rowsOf(owners: Iterable<number>): number[] {
    const rows: number[] = [];
    for (const owner of owners) {
      const row = this.#rowOf.get(owner);
      if (row !== undefined) rows.push(row);
    }
    return rows.sort((a, b) => a - b);
  }

  #values(row: number): Float32Array {
    const start = row * this.#stride;
    return this.#kernel.matrix.subarray(start, start + this.config.dimension);
  }

  #reserve(rows: number): void {
    if (rows <= this.#capacity) return;
    const capacity = Math.max(rows, this.#capacity * 2);
    this.#kernel = reserveKernel(capacity, { stride: this.#stride, choice: this.#choice, previous: this.#kernel });
    const norms = new Float64Array(capacity);
    norms.set(this.#inverseNorms);
    this.#inverseNorms = norms;
    this.#capacity = capacity;
  }
}

function inverseNorm(vector: Float32Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return sum === 0 ? 0 : 1 / Math.sqrt(sum);
}
