import { isFloat32Array } from '../internal/float32-array.js';
import type { BodySource } from './body-source.js';
import { appendFloat32s, createCursor, MAX_FLOAT32_CHARS, type ByteCursor } from './float32-digits.js';

export interface DocumentsBodyOptions {
  /**
   * Write the elements of `number[]` vectors with all their float64 digits. By default they are rounded to float32,
   * which is what an index keeps, at half the size. `Float32Array` vectors are always written exactly.
   */
  float64?: boolean;
}

const CHUNK_BYTES = 128 * 1024;
/** A body that ends within its first chunk is sent in one piece, with its size. */
const FIRST_CHUNK_BYTES = 16 * 1024;
const MAX_PENDING_CHARS = 32 * 1024;
/** A chunk with room for fewer values than this is handed on. */
const MIN_RUN = 16;
const OPEN_BRACKET = 0x5b;
const ENCODER = new TextEncoder();

/**
 * A JSON body with a `documents` array, written as it is sent: one chunk and the text of one document's payload are in
 * memory at a time. Everything but the vectors is written as `JSON.stringify` does it, and must not change until the
 * call has ended.
 * @throws TypeError on what JSON cannot hold (a bigint, a cycle), RangeError on NaN and infinite vector elements;
 *   for a body beyond the first chunk both come while it is read.
 */
export function documentsBody(body: Body, options: DocumentsBodyOptions = {}): BodySource {
  const chunks = encode(body, { ...options, nextChunk: createChunks(false), append: appendFloat32s });
  const first = chunks.next().value;
  const source = { contentType: 'application/json', replayable: true };
  if (first !== undefined && chunks.next().done === true)
    return { ...source, size: first.byteLength, open: () => first };
  return {
    ...source,
    open: (_attempt, reader) => readLarge(body, { ...options, nextChunk: createChunks(reader?.inStep ?? false) }),
  };
}

async function* readLarge(body: Body, options: Omit<EncodeOptions, 'append'>): AsyncGenerator<Uint8Array> {
  const { appendManyFloat32s } = await import('#float32-writer');
  yield* encode(body, { ...options, append: appendManyFloat32s });
}

type Body = Readonly<Record<string, unknown>>;

interface EncodeOptions extends DocumentsBodyOptions {
  readonly nextChunk: NextChunk;
  readonly append: typeof appendFloat32s;
}

interface Output {
  readonly nextChunk: NextChunk;
  readonly append: typeof appendFloat32s;
  /** The chunk that is being filled. */
  cursor: ByteCursor;
  /** Text that has not been turned into bytes. */
  pending: string;
  /** Holds a `number[]` vector while it is written. */
  scratch: Float32Array;
  readonly float64: boolean;
}

type Chunks = Generator<Uint8Array, void, undefined>;

function* encode(body: Body, { nextChunk, append, float64 = false }: EncodeOptions): Chunks {
  const output: Output = {
    nextChunk,
    append,
    cursor: createCursor(new Uint8Array(FIRST_CHUNK_BYTES)),
    pending: '',
    scratch: new Float32Array(0),
    float64,
  };
  yield* writeObject(output, body, function* (key, value) {
    if (key !== 'documents' || !Array.isArray(value)) return false;
    output.pending += '"documents":[';
    for (const [position, document] of value.entries()) {
      if (position > 0) output.pending += ',';
      yield* writeDocument(output, document, String(position));
    }
    output.pending += ']';
    return true;
  });
  yield* flush(output);
  yield output.cursor.bytes.subarray(0, output.cursor.length);
}

function* writeDocument(output: Output, document: unknown, position: string): Chunks {
  const value = jsonValue(document, position);
  if (!isObject(value)) {
    // Inside an array, what has no JSON form is `null`.
    const member = memberText(position, document);
    output.pending += member === '' ? 'null' : member.slice(`"${position}":`.length);
    return;
  }
  yield* writeObject(output, value, function* (key, vectors) {
    if (key !== 'vectors' || !isObject(vectors)) return false;
    output.pending += '"vectors":';
    yield* writeObject(output, vectors, (name, vector) => writeVector(output, name, vector));
    return true;
  });
}

/** Writes the member if it is one that it knows, and says whether it did. */
type WriteMember = (key: string, value: unknown) => Generator<Uint8Array, boolean, undefined>;

/** Writes an object member by member: `known` has the first word, JSON.stringify the rest. */
function* writeObject(output: Output, object: Readonly<Record<string, unknown>>, known: WriteMember): Chunks {
  output.pending += '{';
  let separator = '';
  for (const key of Object.keys(object)) {
    const before = output.pending;
    output.pending += separator;
    const value = object[key];
    if (yield* known(key, jsonValue(value, key))) {
      separator = ',';
    } else {
      const member = memberText(key, value);
      output.pending = member === '' ? before : output.pending + member;
      if (member !== '') separator = ',';
    }
    if (output.pending.length > MAX_PENDING_CHARS) yield* flush(output);
  }
  output.pending += '}';
}

/** `"key":value`; empty when the value has no JSON form. */
function memberText(key: string, value: unknown): string {
  return JSON.stringify({ [key]: value }).slice(1, -1);
}

function* writeVector(output: Output, name: string, vector: unknown): Generator<Uint8Array, boolean, undefined> {
  const values = isFloat32Array(vector) ? vector : toFloat32(output, vector);
  if (values === undefined) return false;
  output.pending += `${JSON.stringify(name)}:`;
  if (values.length === 0) {
    output.pending += '[]';
    return true;
  }
  yield* flush(output);
  let from = 0;
  while (from < values.length) {
    const { cursor } = output;
    const room = Math.floor((cursor.bytes.length - cursor.length) / MAX_FLOAT32_CHARS);
    const to = Math.min(values.length, from + room);
    if (to < values.length && room < MIN_RUN) {
      yield* handOn(output);
      continue;
    }
    const start = cursor.length;
    output.append(cursor, values, { from, to });
    // In place of the comma before the first value.
    if (from === 0) cursor.bytes[start] = OPEN_BRACKET;
    from = to;
  }
  output.pending += ']';
  return true;
}

/** The numbers rounded to float32; `undefined` when they are to be written as they are. */
function toFloat32(output: Output, vector: unknown): Float32Array | undefined {
  if (!Array.isArray(vector)) return undefined;
  const values: readonly unknown[] = vector;
  if (output.scratch.length < values.length) output.scratch = new Float32Array(values.length);
  const { scratch } = output;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (typeof value !== 'number') return undefined;
    // JSON.stringify would write `null` here.
    if (!Number.isFinite(value))
      throw new RangeError(`Element ${index} of a vector is ${value}, which JSON cannot hold.`);
    scratch[index] = value;
  }
  return output.float64 ? undefined : scratch.subarray(0, values.length);
}

/** Moves the pending text into chunks. */
function* flush(output: Output): Chunks {
  let rest = output.pending;
  output.pending = '';
  while (rest !== '') {
    const { cursor } = output;
    const { read, written } = ENCODER.encodeInto(rest, cursor.bytes.subarray(cursor.length));
    cursor.length += written;
    rest = rest.slice(read);
    if (rest !== '') yield* handOn(output);
  }
}

function* handOn(output: Output): Chunks {
  const { bytes, length } = output.cursor;
  yield bytes.subarray(0, length);
  output.cursor = output.nextChunk();
}

/** Memory for the next chunk. */
type NextChunk = () => ByteCursor;

/** Two chunks in turn for a reader in step, where one would do; else every chunk is the reader's to keep. */
function createChunks(inStep: boolean): NextChunk {
  const create = (): ByteCursor => createCursor(new Uint8Array(CHUNK_BYTES));
  if (!inStep) return create;
  const chunks: ByteCursor[] = [];
  return () => {
    const next = (chunks.length < 2 ? undefined : chunks.shift()) ?? create();
    next.length = 0;
    chunks.push(next);
    return next;
  };
}

/** What JSON.stringify would look at in place of `value`. */
function jsonValue(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !('toJSON' in value)) return value;
  return typeof value.toJSON === 'function' ? (value as { toJSON(key: string): unknown }).toJSON(key) : value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(value instanceof Number || value instanceof String || value instanceof Boolean);
}
