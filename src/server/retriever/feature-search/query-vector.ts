import type { JsonValue } from '../../../internal/json.js';
import { badRequest } from '../../problem.js';
import type { VectorConfigRecord } from '../../records.js';

/** One vector, or several: a document then counts by the nearest. Throws 400 for anything that the index cannot take. */
export function checkQueryVector(
  value: readonly JsonValue[],
  { index, path }: { index: VectorConfigRecord; path: string },
): number[] | number[][] {
  if (!Array.isArray(value[0])) return checkOne(value, { index, path });
  return value.map((one, position) => {
    const place = `${path}[${position}]`;
    if (!Array.isArray(one)) throw notNumbers(place, one);
    return checkOne(one, { index, path: place });
  });
}

function checkOne(
  vector: readonly JsonValue[],
  { index, path }: { index: VectorConfigRecord; path: string },
): number[] {
  const wrong = vector.findIndex((number) => typeof number !== 'number' || !Number.isFinite(Math.fround(number)));
  if (wrong !== -1) throw notNumbers(`${path}[${wrong}]`, vector[wrong] ?? null);
  if (vector.length !== index.dimension) {
    throw badRequest(
      'vector_dimension_mismatch',
      `${path}: the query has ${vector.length} numbers, and the vector index "${index.name}" takes ${index.dimension}.`,
      { index: index.name, expected: index.dimension, got: vector.length, path },
    );
  }
  return vector as number[];
}

function notNumbers(path: string, value: JsonValue): Error {
  const got = JSON.stringify(value).slice(0, 40);
  return badRequest('invalid_vector', `${path}: a vector holds finite float32 numbers only, not ${got}.`, { path });
}
