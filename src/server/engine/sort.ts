import type { JsonValue } from '../../internal/json.js';
import { compareStrings } from '../../internal/compare-strings.js';
import { ID_FIELD, type FilterSubject } from './filter.js';
import { parseInstant } from './instant.js';
import { readPath } from './read-path.js';

export interface SortField {
  /** A dotted path in the payload, or `document_id`. */
  readonly field: string;
  /** Default `asc`. */
  readonly direction?: 'asc' | 'desc';
}

/**
 * A comparator of documents by fields of any type. Ascending: booleans (false first), numbers, ISO dates by instant,
 * other strings by code units, lists and objects. Missing fields and nulls come last in both directions.
 * Equal documents are in order of id.
 */
export function compareBy(fields: readonly SortField[]): (a: FilterSubject, b: FilterSubject) => number {
  return (a, b) => {
    for (const { field, direction } of fields) {
      const order = compareValues(valueAt(a, field), valueAt(b, field), direction);
      if (order !== 0) return order;
    }
    return compareStrings(a.id, b.id);
  };
}

/** A total order over JSON values, as `compareBy` describes it; missing (`undefined`) and null are equal and last. */
export function compareValues(
  a: JsonValue | undefined,
  b: JsonValue | undefined,
  direction: 'asc' | 'desc' = 'asc',
): number {
  if (a === undefined || a === null || b === undefined || b === null) {
    return Number(a === undefined || a === null) - Number(b === undefined || b === null);
  }
  const [left, right] = [sortKey(a), sortKey(b)];
  const order = left.rank - right.rank || compareScalars(left.value, right.value);
  return direction === 'desc' ? -order : order;
}

interface SortKey {
  readonly rank: number;
  readonly value: number | string;
}

function sortKey(value: Exclude<JsonValue, null>): SortKey {
  if (typeof value === 'boolean') return { rank: 0, value: Number(value) };
  if (typeof value === 'number') return { rank: 1, value };
  if (typeof value !== 'string') return { rank: 4, value: JSON.stringify(value) };
  const instant = parseInstant(value);
  return instant === undefined ? { rank: 3, value } : { rank: 2, value: instant };
}

function compareScalars(a: number | string, b: number | string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function valueAt(subject: FilterSubject, field: string): JsonValue | undefined {
  return field === ID_FIELD ? subject.id : readPath(subject.payload, field)[0];
}
