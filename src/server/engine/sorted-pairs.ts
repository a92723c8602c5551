import { Bitset } from './bitset.js';

/** The values from `from` to `to`; an end that is left out is not among them. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly leaveOut?: 'from' | 'to';
}

/** Changes that may wait in the log however few pairs there are. */
const LOG_ALLOWED = 1024;

/**
 * Pairs of a value and its owner in order of value, 12 bytes each, for finding the owners of a range of values.
 * Changes go to a log that reads look at too; when it has grown to an eighth of the pairs, they are merged in.
 *
 * An owner is taken out with all its values before it gets others: the log relies on it.
 */
export class SortedPairs {
  #values = new Float64Array(0);
  #owners = new Uint32Array(0);
  /** In order of time. A removal carries `~owner`. */
  #logValues: number[] = [];
  #logOwners: number[] = [];

  add(value: number, owner: number): void {
    this.#logValues.push(value);
    this.#logOwners.push(owner);
  }

  remove(value: number, owner: number): void {
    this.#logValues.push(value);
    this.#logOwners.push(~owner);
  }

  /** Adds to `found` the owners with a value in the range. */
  collect({ from, to, leaveOut }: Range, found: Bitset): void {
    if (this.#logValues.length > LOG_ALLOWED + this.#values.length / 8) this.#merge();
    const first = (leaveOut === 'from' ? upperBound : lowerBound)(this.#values, from);
    const end = (leaveOut === 'to' ? lowerBound : upperBound)(this.#values, to);
    if (this.#logValues.length === 0) {
      for (let i = first; i < end; i++) found.add(this.#owners[i] as number);
      return;
    }
    const own = new Bitset();
    for (let i = first; i < end; i++) own.add(this.#owners[i] as number);
    for (let i = 0; i < this.#logValues.length; i++) {
      const value = this.#logValues[i] as number;
      if (value < from || value > to) continue;
      if ((leaveOut === 'from' && value === from) || (leaveOut === 'to' && value === to)) continue;
      const owner = this.#logOwners[i] as number;
      if (owner < 0) own.delete(~owner);
      else own.add(owner);
    }
    for (const owner of own.toArray()) found.add(owner);
  }

  #merge(): void {
    const logValues = this.#logValues;
    const logOwners = this.#logOwners;
    const ownerAt = (at: number): number => Math.max(logOwners[at] as number, ~(logOwners[at] as number));
    const order = Uint32Array.from(logValues, (_, at) => at).sort(
      (a, b) => (logValues[a] as number) - (logValues[b] as number) || ownerAt(a) - ownerAt(b),
    );
    const values = new Float64Array(this.#values.length + order.length);
    const owners = new Uint32Array(values.length);
    let kept = 0;
    let old = 0;
    const keep = (value: number, owner: number): void => {
      values[kept] = value;
      owners[kept++] = owner;
    };

    for (let i = 0; i < order.length;) {
      const value = logValues[order[i] as number] as number;
      const owner = ownerAt(order[i] as number);
      const isBefore = (): boolean => {
        const other = this.#values[old] as number;
        return other < value || (other === value && (this.#owners[old] as number) < owner);
      };
      while (old < this.#values.length && isBefore()) keep(this.#values[old] as number, this.#owners[old++] as number);
      let times = 0;
      for (; this.#values[old] === value && this.#owners[old] === owner; old++) times++;
      for (; i < order.length; i++) {
        const at = order[i] as number;
        if (logValues[at] !== value || ownerAt(at) !== owner) break;
        times += (logOwners[at] as number) < 0 ? -1 : 1;
      }
      for (; times > 0; times--) keep(value, owner);
    }
    for (; old < this.#values.length; old++) keep(this.#values[old] as number, this.#owners[old] as number);

    this.#values = values.slice(0, kept);
    this.#owners = owners.slice(0, kept);
    this.#logValues = [];
    this.#logOwners = [];
  }
}

/** Where the values from `value` on begin. */
function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the values above `value` begin. */
function upperBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
