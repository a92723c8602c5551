import type { JsonObject, JsonValue } from '../../../src/internal/json.js';

/**
 * The filter language read as directly as possible, one document at a time, for comparison.
 * Shares no code with the engine; understands whole well-formed filters only.
 */
export function naiveMatch(filter: JsonObject, id: string, payload: JsonObject, sensitive = false): boolean {
  const minds = typeof filter.case_sensitive === 'boolean' ? filter.case_sensitive : sensitive;
  const below = (node: JsonValue): boolean => naiveMatch(node as JsonObject, id, payload, minds);
  const { field, operator, value, AND, OR, NOT, case_sensitive: _, ...rest } = filter;
  const parts: boolean[] = [];
  if (Array.isArray(AND)) parts.push(AND.every(below));
  if (Array.isArray(OR)) parts.push(OR.some(below));
  if (Array.isArray(NOT)) parts.push(!NOT.some(below));
  else if (NOT !== undefined && NOT !== null) parts.push(!below(NOT));
  if (typeof field === 'string')
    parts.push(condition(field, typeof operator === 'string' ? operator : 'eq', value, { id, payload, minds }));
  for (const [key, wanted] of Object.entries(rest)) parts.push(condition(key, 'eq', wanted, { id, payload, minds }));
  return !parts.includes(false);
}

interface World {
  id: string;
  payload: JsonObject;
  minds: boolean;
}

function condition(field: string, operator: string, value: JsonValue | undefined, world: World): boolean {
  if (operator === 'ne') return !condition(field, 'eq', value, world);
  if (operator === 'nin') return !condition(field, 'in', value, world);
  const isId = field === 'document_id';
  const whole = isId ? [world.id] : lookup([world.payload], field.split('.'));
  if (operator === 'exists') return whole.length > 0 === (value ?? true);
  if (operator === 'is_null') return whole.some((one) => one === null) === (value ?? true);
  if (operator === 'in') return (value as JsonValue[]).some((one) => condition(field, 'eq', one, world));

  const each = whole.flatMap((one) => (Array.isArray(one) ? [one, ...one] : [one]));
  const fold = (text: string): string => (isId || world.minds ? text : text.toLowerCase());
  const time = (one: JsonValue | undefined): number => (!isId && typeof one === 'string' ? timeOf(one) : NaN);

  return each.some((one) => {
    if (operator === 'eq') return canonical(one, fold, isId) === canonical(value!, fold, isId);
    if (operator === 'contains' && typeof value !== 'string')
      return canonical(one, fold, isId) === canonical(value!, fold, isId);
    if (['gt', 'lt', 'gte', 'lte'].includes(operator)) {
      if (typeof value === 'number') return typeof one === 'number' && compare(operator, one, value);
      if (!Number.isNaN(time(value))) return !Number.isNaN(time(one)) && compare(operator, time(one), time(value));
      return typeof one === 'string' && compare(operator, fold(one), fold(value as string));
    }
    if (typeof one !== 'string') return false;
    const [text, needle] = [fold(one), fold(value as string)];
    if (operator === 'contains') {
      return (
        text.split(needle).length > 1 || needle === '' || canonical(one, fold, isId) === canonical(value!, fold, isId)
      );
    }
    if (operator === 'starts_with') return text.slice(0, needle.length) === needle;
    if (operator === 'ends_with') return needle === '' || text.slice(-needle.length) === needle;
    if (operator === 'regex') return text.search(needle) !== -1;
    throw new Error(`The naive evaluator does not know ${operator}.`);
  });
}

function lookup(values: JsonValue[], keys: string[]): JsonValue[] {
  if (keys.length === 0) return values;
  const [key, ...rest] = keys as [string, ...string[]];
  return values.flatMap((value) => {
    if (Array.isArray(value)) return lookup(value, keys);
    if (value === null || typeof value !== 'object' || !(key in value)) return [];
    return lookup([value[key]!], rest);
  });
}

/** A text that is the same exactly for equal values. */
function canonical(value: JsonValue, fold: (text: string) => string, verbatim: boolean): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'string') {
      const time = verbatim ? NaN : timeOf(inner);
      return Number.isNaN(time) ? `text ${fold(inner)}` : `time ${time}`;
    }
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** The dates of the tests have no traps, so the platform's own parser will do. */
const timeOf = (text: string): number => (/^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : NaN);

function compare(operator: string, a: number | string, b: number | string): boolean {
  if (operator === 'gt') return a > b;
  if (operator === 'lt') return a < b;
  return operator === 'gte' ? a >= b : a <= b;
}
