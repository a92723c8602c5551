import { compareStrings } from '../../internal/compare-strings.js';
import type { JsonObject } from '../../internal/json.js';
import { Bitset } from './bitset.js';

/**
 * Document ids and payloads. Every structure of the engine knows a document by its number here, a small integer
 * that stays the same while the document lives and is given out again afterwards.
 */
export class DocumentTable {
  readonly #numberOf = new Map<string, number>();
  readonly #ids: string[] = [];
  /** Never changed in place, so copies of the table may share them. */
  readonly #payloads: (JsonObject | undefined)[] = [];
  readonly #free: number[] = [];
  #living = new Bitset();
  /** Kept while ids arrive in order; made anew on the next use otherwise. */
  #sorted: string[] | undefined = [];

  get size(): number {
    return this.#numberOf.size;
  }

  /** All numbers are below this. */
  get capacity(): number {
    return this.#ids.length;
  }

  numberOf(id: string): number | undefined {
    return this.#numberOf.get(id);
  }

  id(number: number): string {
    return this.#ids[number] as string;
  }

  payload(number: number): JsonObject {
    return this.#payloads[number] as JsonObject;
  }

  /** All ids, ascending. Not to be changed by the caller. */
  sortedIds(): readonly string[] {
    this.#sorted ??= [...this.#numberOf.keys()].sort(compareStrings);
    return this.#sorted;
  }

  /** Not to be changed by the caller. */
  numbers(): Bitset {
    return this.#living;
  }

  /** Takes in an id that is not there yet. Keeps the payload itself: the caller hands over a copy. */
  add(id: string, payload: JsonObject): number {
    const number = this.#free.pop() ?? this.#ids.length;
    this.#ids[number] = id;
    this.#payloads[number] = payload;
    this.#numberOf.set(id, number);
    this.#living.add(number);
    this.#insertSorted(id);
    return number;
  }

  /** Keeps the payload itself, as `add` does. */
  replace(number: number, payload: JsonObject): void {
    this.#payloads[number] = payload;
  }

  remove(id: string): void {
    const number = this.#numberOf.get(id);
    if (number === undefined) return;
    this.#numberOf.delete(id);
    this.#living.delete(number);
    this.#payloads[number] = undefined;
    this.#free.push(number);
    this.#sorted = undefined;
  }

  clone(): DocumentTable {
    const copy = new DocumentTable();
    for (const [id, number] of this.#numberOf) copy.#numberOf.set(id, number);
    this.#ids.forEach((id, number) => {
      copy.#ids[number] = id;
      copy.#payloads[number] = this.#payloads[number];
    });
    for (const number of this.#free) copy.#free.push(number);
    copy.#living = this.#living.clone();
    copy.#sorted = undefined;
    return copy;
  }

  #insertSorted(id: string): void {
    const last = this.#sorted?.at(-1);
    if (last === undefined || last < id) this.#sorted?.push(id);
    else this.#sorted = undefined;
  }
}
