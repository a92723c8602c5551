import type { JsonValue } from '../../../internal/json.js';
import type { EngineDocument } from '../../engine/types.js';
import { isJsonObject } from '../../json-object.js';
import type { Violation } from '../../problem.js';

/** Where a document stands in its request: `['body', 'documents', 3]`. */
export type Location = readonly (string | number)[];

export type DocumentReading =
  | { readonly document: EngineDocument; readonly violations?: undefined }
  | { readonly document?: undefined; readonly violations: Violation[] };

const FIELDS: ReadonlySet<string> = new Set(['document_id', 'vectors', 'payload']);
const MAX_NAME = 255;
/** Half of a surrogate pair. UTF-8 has none: on the disk, all of them would become the same character. */
const HALF_CHARACTER = /\p{Surrogate}/u;
const WHOLE_TEXT = 'must be whole Unicode text; it has half of a surrogate pair';

/**
 * Reads one document as upserts and imports write it: `document_id` (made by `newId` when absent), `vectors` by index
 * name and `payload`. Vectors become float32.
 */
export function readDocument(value: JsonValue | undefined, location: Location, newId: () => string): DocumentReading {
  if (!isJsonObject(value)) {
    return { violations: [{ type: 'type', location: [...location], message: 'must be an object' }] };
  }
  const violations: Violation[] = [];
  const refuse = (place: Location, type: string, message: string): void => {
    violations.push({ type, location: [...location, ...place], message });
  };

  for (const key of Object.keys(value)) {
    if (FIELDS.has(key)) continue;
    refuse([key], 'additionalProperties', 'is not a field of a document; put your own fields into payload');
  }
  const id = value['document_id'] ?? newId();
  if (typeof id !== 'string' || id.length === 0 || id.length > MAX_NAME) {
    refuse(['document_id'], 'type', `must be a string of 1 to ${MAX_NAME} characters`);
  } else if (HALF_CHARACTER.test(id)) refuse(['document_id'], 'unicode', WHOLE_TEXT);
  const payload = value['payload'] ?? {};
  if (!isJsonObject(payload)) refuse(['payload'], 'type', 'must be an object');
  else if (Object.hasOwn(payload, '_internal')) {
    refuse(['payload', '_internal'], 'reserved', 'belongs to the service, not to the payload; leave it out');
  }
  const vectors = readVectors(value['vectors'], refuse);

  if (violations.length > 0 || typeof id !== 'string' || !isJsonObject(payload)) return { violations };
  return { document: { id, vectors, payload } };
}

type Refuse = (place: Location, type: string, message: string) => void;

function readVectors(value: JsonValue | undefined, refuse: Refuse): Record<string, Float32Array> {
  if (!isJsonObject(value)) {
    const message = value === undefined ? 'is required; send {} for a document without vectors' : 'must be an object';
    refuse(['vectors'], value === undefined ? 'required' : 'type', message);
    return {};
  }
  const vectors: [string, Float32Array][] = [];
  for (const [name, numbers] of Object.entries(value)) {
    if (name === '' || name.length > MAX_NAME) {
      refuse(['vectors', name], 'name', `index names have 1 to ${MAX_NAME} characters`);
    }
    if (HALF_CHARACTER.test(name)) refuse(['vectors', name], 'unicode', WHOLE_TEXT);
    const vector = toVector(numbers, ['vectors', name], refuse);
    if (vector !== undefined) vectors.push([name, vector]);
  }
  return Object.fromEntries(vectors);
}

function toVector(numbers: JsonValue, place: Location, refuse: Refuse): Float32Array | undefined {
  // Bodies that are plain enough come with their vectors read and checked, which their type cannot say.
  if ((numbers as unknown) instanceof Float32Array) return numbers as unknown as Float32Array;
  if (!Array.isArray(numbers)) {
    refuse(place, 'type', 'must be a list of numbers');
    return undefined;
  }
  if (numbers.length === 0) {
    refuse(place, 'minItems', 'must have at least one number; leave the index out for a document without it');
    return undefined;
  }
  const vector = new Float32Array(numbers.length);
  for (let index = 0; index < numbers.length; index += 1) {
    const number = numbers[index];
    if (typeof number !== 'number') {
      refuse(
        [...place, index],
        'type',
        `must be a number, not ${(JSON.stringify(number) as string | undefined)?.slice(0, 40)}`,
      );
      return undefined;
    }
    vector[index] = number;
    if (!Number.isFinite(vector[index])) {
      refuse([...place, index], 'finite', `${number} is not a finite 32-bit float`);
      return undefined;
    }
  }
  return vector;
}

/** The id of a document that was refused, when it has a readable one. */
export function idOf(value: JsonValue | undefined): string | undefined {
  const id = isJsonObject(value) ? value['document_id'] : undefined;
  return typeof id === 'string' ? id : undefined;
}
