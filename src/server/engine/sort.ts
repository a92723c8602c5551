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
  return comparePlaces(placeOf(a), placeOf(b), direction);
}

/** Where a value stands in that order, worked out once: reading a date costs more than comparing two numbers. */
export interface Place {
  readonly rank: number;
  readonly value: number | string;
}

const LAST = 5;

export function placeOf(value: JsonValue | undefined): Place {
  if (value === undefined || value === null) return { rank: LAST, value: 0 };
  if (typeof value === 'boolean') return { rank: 0, value: Number(value) };
  if (typeof value === 'number') return { rank: 1, value };
  if (typeof value !== 'string') return { rank: 4, value: JSON.stringify(value) };
  const instant = parseInstant(value);
  return instant === undefined ? { rank: 3, value } : { rank: 2, value: instant };
}

export function comparePlaces(a: Place, b: Place, direction: 'asc' | 'desc' = 'asc'): number {
  const order = a.rank - b.rank || compareScalars(a.value, b.value);
  const isLast = a.rank === LAST || b.rank === LAST;
  return direction === 'desc' && !isLast ? -order : order;
}

function compareScalars(a: number | string, b: number | string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function valueAt(subject: FilterSubject, field: string): JsonValue | undefined {
  return field === ID_FIELD ? subject.id : readPath(subject.payload, field)[0];
}
