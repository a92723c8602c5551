import { isFloat32Array } from '../internal/float32-array.js';
import { checkJson, isFloatArray } from './check-json.js';
import { float32sAsJson } from './float32-digits.js';

/**
 * A value as JSON text. `Float32Array`s are written as arrays of the shortest decimals that read back as the same float32.
 * @throws ValidationError on what JSON would change silently or cannot hold: NaN, infinite values, bigints, cycles.
 */
export function encodeJson(value: unknown): string | undefined {
  return JSON.stringify(checkJson(value) ? withPlainVectors(value) : value);
}

function withPlainVectors(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  if (isFloat32Array(value)) return shortDecimals(value);
  if (isFloatArray(value)) return Array.from(value);
  if (Array.isArray(value)) return value.map(withPlainVectors);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withPlainVectors(item)]));
}

function shortDecimals(vector: Float32Array): unknown {
  return JSON.parse(new TextDecoder().decode(float32sAsJson(vector)));
}
