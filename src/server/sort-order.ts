import type { JsonObject, JsonValue } from '../internal/json.js';
import { compareValues } from './engine/sort.js';
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

/** The value that a record is sorted or grouped by; null when the field is missing. */
export const valueAt = (object: JsonObject, field: string): JsonValue => readPath(object, field)[0] ?? null;

/** Reads the `sort` of a list request: one `{ field, direction }`, or several. */
export function readSort(sort: JsonValue | undefined): SortKey[] {
  if (Array.isArray(sort)) return sort.flatMap(readSort);
  if (typeof sort !== 'object' || sort === null || typeof sort['field'] !== 'string') return [];
  return [{ field: sort['field'], direction: sort['direction'] === 'desc' ? 'desc' : 'asc' }];
}
