import type { JsonObject, JsonValue } from '../internal/json.js';
import { comparePlaces, compareValues, placeOf, type Place } from './engine/sort.js';
import { readPath } from './engine/read-path.js';

export type SortDirection = 'asc' | 'desc';

export interface SortKey {
  readonly field: string;
  readonly direction: SortDirection;
}

/** Compares lists of values, key by key; null and missing values come last in both directions. */
export function compareKeys(
  a: readonly JsonValue[],
  b: readonly JsonValue[],
  directions: readonly SortDirection[],
): number {
  for (const [index, direction] of directions.entries()) {
    const order = compareValues(a[index], b[index], direction);
    if (order !== 0) return order;
  }
  return 0;
}

/** The entries in the order of `compareKeys`; those with equal keys stay as they are. */
export function sortByKeys<Entry extends { readonly key: readonly JsonValue[] }>(
  entries: readonly Entry[],
  directions: readonly SortDirection[],
): Entry[] {
  const placed = entries.map((entry) => ({ entry, places: entry.key.map(placeOf) }));
  const compare = (a: readonly Place[], b: readonly Place[]): number => {
    for (const [index, direction] of directions.entries()) {
      const order = comparePlaces(a[index] ?? placeOf(null), b[index] ?? placeOf(null), direction);
      if (order !== 0) return order;
    }
    return 0;
  };
  return placed.sort((a, b) => compare(a.places, b.places)).map(({ entry }) => entry);
}

/** The value that a record is sorted or grouped by; null when the field is missing. */
export const valueAt = (object: JsonObject, field: string): JsonValue => readPath(object, field)[0] ?? null;

/** Reads the `sort` of a list request: one `{ field, direction }`, or several. */
export function readSort(sort: JsonValue | undefined): SortKey[] {
  if (Array.isArray(sort)) return sort.flatMap(readSort);
  if (typeof sort !== 'object' || sort === null || typeof sort['field'] !== 'string') return [];
  return [{ field: sort['field'], direction: sort['direction'] === 'desc' ? 'desc' : 'asc' }];
}
