import type { JsonValue } from '../../internal/json.js';
import { parseInstant } from './instant.js';

/** How strings are compared: any case, this case, or (for ids) not even as dates. */
export type StringMatching = 'any-case' | 'this-case' | 'verbatim';

/** Deep equality without coercion: `5` is not `"5"`. Two ISO dates are equal when they are the same instant. */
export function valuesEqual(a: JsonValue, b: JsonValue, matching: StringMatching): boolean {
  if (typeof a === 'string' && typeof b === 'string') return stringsEqual(a, b, matching);
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, i) => valuesEqual(item, b[i] as JsonValue, matching));
  }
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && valuesEqual(a[key] as JsonValue, b[key] as JsonValue, matching));
}

function stringsEqual(a: string, b: string, matching: StringMatching): boolean {
  if (a === b) return true;
  if (matching === 'verbatim') return false;
  if (matching === 'any-case' && a.toLowerCase() === b.toLowerCase()) return true;
  const instant = parseInstant(a);
  return instant !== undefined && instant === parseInstant(b);
}

/**
 * The same key for all scalars that any way of matching could call equal, so that an index by key finds every
 * candidate. `undefined` for arrays and objects, which are not indexed.
 */
export function equalityKey(value: JsonValue): string | undefined {
  switch (typeof value) {
    case 'number':
      return `n:${value}`;
    case 'boolean':
      return `b:${value}`;
    case 'string': {
      const instant = parseInstant(value);
      return instant === undefined ? `s:${value.toLowerCase()}` : `d:${instant}`;
    }
    default:
      return value === null ? 'null' : undefined;
  }
}
