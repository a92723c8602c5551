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

/** The same question asked many times about one value. */
export function equalTo(wanted: JsonValue, matching: StringMatching): (value: JsonValue) => boolean {
  if (typeof wanted !== 'string') {
    if (wanted !== null && typeof wanted === 'object') return (value) => valuesEqual(value, wanted, matching);
    return (value) => value === wanted;
  }
  if (matching === 'verbatim') return (value) => value === wanted;
  const instant = parseInstant(wanted);
  const lower = wanted.toLowerCase();
  return (value) => {
    if (typeof value !== 'string') return false;
    if (value === wanted || (matching === 'any-case' && value.toLowerCase() === lower)) return true;
    return instant !== undefined && parseInstant(value) === instant;
  };
}

function stringsEqual(a: string, b: string, matching: StringMatching): boolean {
  if (a === b) return true;
  if (matching === 'verbatim') return false;
  if (matching === 'any-case' && a.toLowerCase() === b.toLowerCase()) return true;
  const instant = parseInstant(a);
  return instant !== undefined && instant === parseInstant(b);
}
