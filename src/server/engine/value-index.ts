import type { JsonObject, JsonValue } from '../../internal/json.js';
import { parseInstant } from './instant.js';
import { readPath, withItems } from './read-path.js';
import { equalityKey } from './value-equality.js';

export type NumberSet = ReadonlySet<number>;

/** Inclusive on both sides: a superset is enough, since the filter looks at every candidate again. */
export interface Range {
  readonly kind: 'number' | 'instant';
  readonly from: number;
  readonly to: number;
}

/** What a filter asks of the index of a field. */
export interface FieldIndex {
  /** Documents that may equal the value; `undefined` when this index cannot tell. */
  equal(value: JsonValue): NumberSet | undefined;
  /** Documents with a value that may lie in the range. */
  within(range: Range): NumberSet;
}

/**
 * Which documents have which value in one field. It only ever narrows a search: it may name documents
 * that do not match, but never leaves out one that does.
 */
export class ValueIndex implements FieldIndex {
  readonly #path: string;
  readonly #byKey = new Map<string, Set<number>>();
  readonly #ordered = { number: new Map<number, Set<number>>(), instant: new Map<number, Set<number>>() };
  /** Sorted values of each kind; made on the next range query after a new value came or went. */
  readonly #sorted: { number: number[] | undefined; instant: number[] | undefined } = {
    number: undefined,
    instant: undefined,
  };
  readonly #owners = new Set<number>();

  constructor(path: string) {
    this.#path = path;
  }

  /** Documents that have the field. */
  get size(): number {
    return this.#owners.size;
  }

  add(owner: number, payload: JsonObject): void {
    for (const value of this.#values(payload)) {
      this.#owners.add(owner);
      const key = equalityKey(value);
      if (key === undefined) continue;
      const owners = this.#byKey.get(key) ?? this.#newKey(key, value);
      owners.add(owner);
    }
  }

  remove(owner: number, payload: JsonObject): void {
    this.#owners.delete(owner);
    for (const value of this.#values(payload)) {
      const key = equalityKey(value);
      const owners = key === undefined ? undefined : this.#byKey.get(key);
      if (key === undefined || owners === undefined) continue;
      owners.delete(owner);
      if (owners.size === 0) this.#dropKey(key, value);
    }
  }

  equal(value: JsonValue): NumberSet | undefined {
    const key = equalityKey(value);
    return key === undefined ? undefined : (this.#byKey.get(key) ?? new Set());
  }

  within({ kind, from, to }: Range): NumberSet {
    const ordered = this.#ordered[kind];
    const sorted = (this.#sorted[kind] ??= [...ordered.keys()].sort((a, b) => a - b));
    const owners = new Set<number>();
    for (let i = lowerBound(sorted, from); i < sorted.length; i++) {
      const value = sorted[i] as number;
      if (value > to) break;
      for (const owner of ordered.get(value) ?? []) owners.add(owner);
    }
    return owners;
  }

  #values(payload: JsonObject): JsonValue[] {
    return withItems(readPath(payload, this.#path));
  }

  #newKey(key: string, value: JsonValue): Set<number> {
    const owners = new Set<number>();
    this.#byKey.set(key, owners);
    const position = positionOf(value);
    if (position !== undefined) {
      this.#ordered[position.kind].set(position.at, owners);
      this.#sorted[position.kind] = undefined;
    }
    return owners;
  }

  #dropKey(key: string, value: JsonValue): void {
    this.#byKey.delete(key);
    const position = positionOf(value);
    if (position === undefined) return;
    this.#ordered[position.kind].delete(position.at);
    this.#sorted[position.kind] = undefined;
  }
}

function positionOf(value: JsonValue): { kind: Range['kind']; at: number } | undefined {
  if (typeof value === 'number') return { kind: 'number', at: value };
  const instant = typeof value === 'string' ? parseInstant(value) : undefined;
  return instant === undefined ? undefined : { kind: 'instant', at: instant };
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
