import type { JsonObject, JsonValue } from '../../internal/json.js';
import { Bitset } from './bitset.js';
import { Dictionary } from './dictionary.js';
import { parseInstant } from './instant.js';
import { exactly, type Narrowed } from './narrowed.js';
import { readPath } from './read-path.js';
import { SortedPairs, type Range } from './sorted-pairs.js';
import type { StringMatching } from './value-equality.js';

/** What a filter asks of the index of a field. `undefined`: it cannot tell. */
export interface FieldIndex {
  /** Documents with an item equal to one of the values. */
  equal(values: readonly JsonValue[], matching: StringMatching): Narrowed | undefined;
  /** Documents with an item in the range: a number, or a date as milliseconds since 1970. */
  within(kind: 'number' | 'instant', range: Range): Narrowed | undefined;
  /** Documents with a string that passes the test. */
  strings(test: (text: string) => boolean): Narrowed | undefined;
  /** Documents that have the field, with whatever value. */
  present(): Narrowed | undefined;
  /** Documents whose field is null. */
  nulls(): Narrowed | undefined;
}

/**
 * Which documents have which values in one field, items of arrays among them. Every kind of value has the structure
 * that suits it, whatever type the index was declared with: numbers and dates are sorted, other strings are numbered
 * and sorted by number, true, false and null are one bit for each document. Objects are not indexed.
 */
export class ValueIndex implements FieldIndex {
  readonly #path: string;
  readonly #numbers = new SortedPairs();
  readonly #instants = new SortedPairs();
  /** Strings that are not dates, by their code in the dictionary. */
  readonly #texts = new SortedPairs();
  readonly #dictionary = new Dictionary();
  readonly #trues = new Bitset();
  readonly #falses = new Bitset();
  /** Documents with a null, as the field itself or as an item. */
  readonly #nullItems = new Bitset();
  readonly #nulls = new Bitset();
  readonly #present = new Bitset();
  #size = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Documents that have the field. */
  get size(): number {
    return this.#size;
  }

  add(owner: number, payload: JsonObject): void {
    const values = readPath(payload, this.#path);
    if (values.length === 0) return;
    this.#size++;
    this.#present.add(owner);
    for (const value of values) {
      if (value === null) this.#nulls.add(owner);
      if (Array.isArray(value)) for (const item of value) this.#addItem(owner, item);
      else this.#addItem(owner, value);
    }
  }

  /** Takes a document out; `payload` is the one it was added with. */
  remove(owner: number, payload: JsonObject): void {
    const values = readPath(payload, this.#path);
    if (values.length === 0) return;
    this.#size--;
    for (const set of [this.#present, this.#nulls, this.#nullItems, this.#trues, this.#falses]) set.delete(owner);
    for (const value of values) {
      if (Array.isArray(value)) for (const item of value) this.#removeItem(owner, item);
      else this.#removeItem(owner, value);
    }
  }

  equal(values: readonly JsonValue[], matching: StringMatching): Narrowed | undefined {
    if (values.some((value) => value !== null && typeof value === 'object')) return undefined;
    const found = new Bitset();
    for (const value of values) {
      if (typeof value === 'number') this.#numbers.collect({ from: value, to: value }, found);
      else if (typeof value === 'string') this.#collectString(value, { matching, found });
      else found.addAll(value === null ? this.#nullItems : value === true ? this.#trues : this.#falses);
    }
    return exactly(found);
  }

  within(kind: 'number' | 'instant', range: Range): Narrowed {
    const found = new Bitset();
    (kind === 'number' ? this.#numbers : this.#instants).collect(range, found);
    return exactly(found);
  }

  strings(test: (text: string) => boolean): Narrowed {
    const sure = new Bitset();
    this.#collectCodes(this.#dictionary.where(test), sure);
    // Of dates the index knows the instant and not the spelling.
    const maybe = sure.clone();
    this.#instants.collect({ from: -Infinity, to: Infinity }, maybe);
    return maybe.count() === sure.count() ? exactly(sure) : { sure, maybe };
  }

  present(): Narrowed {
    return exactly(this.#present);
  }

  nulls(): Narrowed {
    return exactly(this.#nulls);
  }

  /** Equal dates are one instant in any spelling, and never equal another string. */
  #collectString(value: string, { matching, found }: { matching: StringMatching; found: Bitset }): void {
    const instant = parseInstant(value);
    if (instant !== undefined) this.#instants.collect({ from: instant, to: instant }, found);
    else if (matching === 'any-case') this.#collectCodes(this.#dictionary.inAnyCase(value), found);
    else this.#collectCodes(this.#dictionary.exactly(value), found);
  }

  #collectCodes(codes: readonly number[], found: Bitset): void {
    for (const code of codes) this.#texts.collect({ from: code, to: code }, found);
  }

  #addItem(owner: number, item: JsonValue): void {
    if (typeof item === 'number') this.#numbers.add(item, owner);
    else if (item === true) this.#trues.add(owner);
    else if (item === false) this.#falses.add(owner);
    else if (item === null) this.#nullItems.add(owner);
    else if (typeof item === 'string') {
      const instant = parseInstant(item);
      if (instant === undefined) this.#texts.add(this.#dictionary.add(item), owner);
      else this.#instants.add(instant, owner);
    }
  }

  #removeItem(owner: number, item: JsonValue): void {
    if (typeof item === 'number') this.#numbers.remove(item, owner);
    if (typeof item !== 'string') return;
    const instant = parseInstant(item);
    if (instant !== undefined) {
      this.#instants.remove(instant, owner);
      return;
    }
    const code = this.#dictionary.remove(item);
    if (code !== undefined) this.#texts.remove(code, owner);
  }
}
