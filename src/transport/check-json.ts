import { ValidationError } from '../errors.js';
import { isFloat32Array } from '../internal/float32-array.js';

const DEEPEST = 500;

/**
 * Refuses what JSON would change silently or cannot hold: NaN, infinite values, bigints, cycles. True when there is a typed
 * array inside, which `JSON.stringify` would write as an object.
 * @throws ValidationError naming the place.
 */
export function checkJson(value: unknown, path = '', depth = 0): boolean {
  switch (typeof value) {
    case 'number':
      if (!Number.isFinite(value)) throw refusal(path, `is ${String(value)}, but must be a finite number`);
      return false;
    case 'bigint':
      throw refusal(path, 'is a bigint, which JSON cannot hold: use a number or a string');
    case 'object':
      break;
    default:
      return false;
  }
  if (value === null) return false;
  if (depth > DEEPEST) throw refusal(path.slice(0, 80), `is nested deeper than ${DEEPEST} levels, or refers to itself`);
  if (isFloatArray(value)) {
    const bad = value.findIndex((item) => !Number.isFinite(item));
    if (bad !== -1) throw refusal(`${path}[${bad}]`, `is ${value[bad]}, but must be a finite number`);
    return true;
  }
  let typed = false;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (typeof item === 'number' && Number.isFinite(item)) continue;
      if (checkJson(item, `${path}[${index}]`, depth + 1)) typed = true;
    }
    return typed;
  }
  if ('toJSON' in value) return false;
  for (const key in value) {
    const inside = path === '' ? key : `${path}.${key}`;
    if (checkJson((value as Record<string, unknown>)[key], inside, depth + 1)) typed = true;
  }
  return typed;
}

export function isFloatArray(value: object): value is Float32Array | Float64Array {
  return isFloat32Array(value) || value instanceof Float64Array;
}

function refusal(path: string, message: string): ValidationError {
  const where = path === '' ? 'The body' : path;
  return new ValidationError(`${where} ${message}.`, { fieldErrors: [{ path, message, location: 'body' }] });
}
