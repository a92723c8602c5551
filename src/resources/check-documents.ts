import { ValidationError, type FieldError } from '../errors.js';
import { isFloat32Array } from '../internal/float32-array.js';
import { nearest } from '../internal/nearest.js';

/** What is known of a namespace's vector index. */
export interface KnownVectorConfig {
  readonly name: string;
  readonly dimension: number;
  readonly metric?: string;
}

/** The service takes this many documents in one request. */
export const MAX_DOCUMENTS = 1000;
const MAX_LISTED_ERRORS = 20;
/** Doubles up to this round to a finite float32: halfway from the largest one to the next power of two. */
const FLOAT32_LIMIT = 2 ** 128 - 2 ** 103;

/** Half of a surrogate pair: a string that was cut inside a character. */
const HALF_CHARACTER = /\p{Surrogate}/u;

const FIELDS = ['document_id', 'vectors', 'payload'];
/** Names that other vector stores use, where spelling does not lead to ours. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  id: 'document_id',
  _id: 'document_id',
  key: 'document_id',
  embedding: 'vectors',
  embeddings: 'vectors',
  values: 'vectors',
  metadata: 'payload',
  properties: 'payload',
  attributes: 'payload',
  fields: 'payload',
  data: 'payload',
};

/** Length that the vectors of an index must have, and where it was learnt: the namespace, or the batch itself. */
type Dimensions = Map<string, { length: number; source: string }>;
type Refuse = (path: string, message: string) => void;

/**
 * Checks an upsert before a byte is sent. An index that is in no config may have any length, but one within the batch,
 * as the first write makes it.
 * @throws ValidationError whose `fieldErrors` name up to 20 places, as in `documents[3].vectors.text_8[17]`.
 */
export function checkUpsert(
  body: Readonly<Record<string, unknown>>,
  knownConfigs: readonly KnownVectorConfig[] = [],
): void {
  const documents = checkBatch(body);
  const problems = createProblems();
  const dimensions: Dimensions = new Map();
  for (const { name, dimension } of knownConfigs) {
    dimensions.set(name, { length: dimension, source: `the index has ${dimension} dimensions` });
  }
  const positions = new Map<string, number>();
  for (const [position, document] of documents.entries()) {
    const path = `documents[${position}]`;
    if (!isObject(document)) {
      problems.refuse(path, `is ${describe(document)}; it must be an object with vectors.`);
      continue;
    }
    checkFieldNames(document, path, problems.refuse);
    checkId(document.document_id, { position, positions, refuse: problems.refuse });
    checkVectors(document.vectors, { path, dimensions, refuse: problems.refuse });
    const { payload } = document;
    if (payload !== undefined && !isPlainObject(payload)) {
      problems.refuse(`${path}.payload`, `is ${describe(payload)}; it must be a plain object.`);
    }
  }
  problems.throwIfAny();
}

function checkBatch(body: Readonly<Record<string, unknown>>): readonly unknown[] {
  const { documents } = body;
  if (!Array.isArray(documents)) {
    const names = Object.keys(body).filter((name) => name !== 'documents');
    const other = names.find((name) => nearest(name, ['documents']) !== undefined || name === 'docs');
    const found =
      other === undefined || documents !== undefined ? describe(documents) : `missing, but there is ${other}`;
    throw refusal([{ path: 'documents', message: `is ${found}; it must be an array of documents.` }], 1);
  }
  if (documents.length === 0) {
    throw refusal([{ path: 'documents', message: 'is empty; an upsert takes 1 to 1,000 documents.' }], 1);
  }
  if (documents.length > MAX_DOCUMENTS) {
    const message = `has ${documents.length} entries; one request takes at most ${MAX_DOCUMENTS}.`;
    throw refusal([{ path: 'documents', message }], 1, 'Call upsertMany, which splits them, or upsert them in parts.');
  }
  return documents as readonly unknown[];
}

function checkFieldNames(document: Readonly<Record<string, unknown>>, path: string, refuse: Refuse): void {
  for (const name of Object.keys(document)) {
    if (FIELDS.includes(name) || document[name] === undefined) continue;
    const meant = Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name] : nearest(name, FIELDS);
    const advice = meant === undefined ? 'put your own fields into payload.' : `did you mean ${meant}?`;
    refuse(member(path, name), `is no field of a document; ${advice}`);
  }
}

interface IdContext {
  position: number;
  /** Where each id was seen first. */
  positions: Map<string, number>;
  refuse: Refuse;
}

function checkId(id: unknown, { position, positions, refuse }: IdContext): void {
  if (id === undefined) return;
  const path = `documents[${position}].document_id`;
  if (typeof id !== 'string') {
    refuse(path, `is ${describe(id)}; it must be a string, or absent to have one made.`);
    return;
  }
  if (id.trim() === '') refuse(path, 'is empty; leave it out to have one made.');
  if (id === '.' || id === '..') refuse(path, `is "${id}", which cannot stand in a URL.`);
  if (HALF_CHARACTER.test(id)) refuse(path, 'has half of a surrogate pair, which cannot stand in a URL.');
  const first = positions.get(id);
  if (first === undefined) positions.set(id, position);
  else refuse(path, `is ${JSON.stringify(id)}, as in documents[${first}]; an id may occur once in a batch.`);
}

interface VectorContext {
  /** Of the document. */
  path: string;
  dimensions: Dimensions;
  refuse: Refuse;
}

function checkVectors(vectors: unknown, context: VectorContext): void {
  const path = `${context.path}.vectors`;
  if (!isPlainObject(vectors)) {
    const advice = 'it must be an object from index name to vector, { text_8: [...] }.';
    context.refuse(path, vectors === undefined ? `is missing; ${advice}` : `is ${describe(vectors)}; ${advice}`);
    return;
  }
  for (const name of Object.keys(vectors)) checkVector(name, vectors[name], { ...context, path: member(path, name) });
}

function checkVector(name: string, vector: unknown, { path, dimensions, refuse }: VectorContext): void {
  if (!isFloat32Array(vector) && !Array.isArray(vector)) {
    refuse(path, `is ${describe(vector)}; it must be number[] or Float32Array.`);
    return;
  }
  if (vector.length === 0) {
    refuse(path, 'is empty.');
    return;
  }
  const known = dimensions.get(name);
  if (known === undefined) {
    dimensions.set(name, { length: vector.length, source: `${path} has ${vector.length}` });
  } else if (known.length !== vector.length) {
    refuse(path, `has ${vector.length} values; expected ${known.length}, got ${vector.length} (${known.source}).`);
  }
  const values: ArrayLike<unknown> = vector;
  for (let index = firstBad(vector, 0); index < vector.length; index = firstBad(vector, index + 1)) {
    refuse(`${path}[${index}]`, elementMessage(values[index]));
  }
}

/** Position of the first element, from `start` on, that a float32 vector cannot hold; the length when there is none. */
function firstBad(vector: Float32Array | readonly unknown[], start: number): number {
  // Two loops, so that each sees one kind of array; this runs over millions of numbers.
  if (isFloat32Array(vector)) {
    for (let index = start; index < vector.length; index++) {
      const value = vector[index] as number;
      if (!(value < Infinity && value > -Infinity)) return index;
    }
    return vector.length;
  }
  for (let index = start; index < vector.length; index++) {
    const value = vector[index];
    if (typeof value !== 'number' || !(value < FLOAT32_LIMIT && value > -FLOAT32_LIMIT)) return index;
  }
  return vector.length;
}

function elementMessage(value: unknown): string {
  if (typeof value !== 'number') return `is ${describe(value)}; it must be a number.`;
  if (Number.isFinite(value)) return `is ${value}, which is beyond the range of a 32-bit float.`;
  return `is ${value}; it must be a finite number.`;
}

function createProblems() {
  const listed: FieldError[] = [];
  let count = 0;
  return {
    refuse(path: string, message: string): void {
      count++;
      if (listed.length < MAX_LISTED_ERRORS) listed.push({ path, message, location: 'body' });
    },
    throwIfAny(): void {
      if (count > 0) throw refusal(listed, count);
    },
  };
}

/** `count` is the number of problems, of which `listed` holds the first. */
function refusal(listed: readonly FieldError[], count: number, hint?: string): ValidationError {
  const [first] = listed;
  const more = count > 1 ? ` And ${count - 1} more ${count === 2 ? 'problem' : 'problems'}.` : '';
  const unlisted = count > listed.length ? ` The first ${listed.length} are in fieldErrors.` : '';
  return new ValidationError(`${first?.path} ${first?.message}${more}${unlisted}`, { hint, fieldErrors: listed });
}

/** `vectors.text_8`, or `vectors["my index"]` where a name would not read as code. */
function member(path: string, name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // The second test knows plain objects of other realms.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'an array';
  if (isPlainObject(value)) return 'an object';
  if (typeof value === 'object' && value !== null) return `a ${value.constructor.name}`;
  if (typeof value === 'string') return `the string ${JSON.stringify(value.slice(0, 40))}`;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  return `a ${typeof value}`;
}
