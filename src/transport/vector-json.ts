import { readFloat32s, skipSpace, type Float32Scratch } from './read-float32s.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const VECTORS = new TextEncoder().encode('"vectors"');
/** Fields of an answer that list documents, or answers that do. */
const LISTS = ['documents', 'results'] as const;

type Fields = Record<string, unknown>;

/** Begins the text that stands for an array that was taken out: a character that no field is expected to hold. */
const MARK = '\uE000';
const ANY_MARK = /\uE000|\\u[eE]000/;

/**
 * The value of a JSON body, in which the dense vectors of documents are `Float32Array`s: those under `vectors` of an object
 * with a `document_id`, which is the body or in its lists. Everything else is as `JSON.parse` gives it.
 * The digits of the vectors never become text or doubles.
 * @throws SyntaxError as `JSON.parse` does
 */
export function parseVectorJson(bytes: Uint8Array): unknown {
  const taken = takeArrays(bytes);
  if (taken !== undefined) {
    const body: unknown = JSON.parse(taken.text);
    if (putVectors(body, taken.arrays) === taken.arrays.length) return body;
  }
  // Some arrays were in other places, where numbers stay as they are: the whole text is needed after all.
  const body: unknown = JSON.parse(new TextDecoder().decode(bytes));
  putVectors(body, []);
  return body;
}

/** The text of the body, with marks in place of the arrays of objects called `vectors`. `undefined` when it holds such a mark itself. */
function takeArrays(bytes: Uint8Array): { text: string; arrays: Float32Array[] } | undefined {
  const decoder = new TextDecoder();
  const scratch: Float32Scratch = { values: new Float32Array(0) };
  const arrays: Float32Array[] = [];
  const texts: string[] = [];
  let rest = 0;
  for (let at = findVectors(bytes, 0); at !== -1; at = findVectors(bytes, at)) {
    at = enter(bytes, at);
    for (;;) {
      const start = memberArray(bytes, at);
      const array = start === undefined ? undefined : readFloat32s(bytes, start, scratch);
      if (start === undefined || array === undefined) break;
      texts.push(decoder.decode(bytes.subarray(rest, start - 1)));
      arrays.push(array.values);
      rest = array.end + 1;
      at = skipSpace(bytes, rest);
      if (bytes[at] !== COMMA) break;
      at++;
    }
  }
  texts.push(decoder.decode(bytes.subarray(rest)));
  if (texts.some((text) => ANY_MARK.test(text))) return undefined;
  return { text: texts.reduce((text, next, index) => `${text}"${MARK}${index - 1}"${next}`), arrays };
}

/** The position behind the next `"vectors"` that is not inside a string; -1 when there is none. */
function findVectors(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(QUOTE, from); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) {
    if (bytes[at + 8] !== QUOTE || bytes[at - 1] === BACKSLASH) continue;
    if (VECTORS.every((byte, index) => bytes[at + index] === byte)) return at + VECTORS.length;
  }
  return -1;
}

/** Behind the brace of the object that is the value, else where it was. */
function enter(bytes: Uint8Array, at: number): number {
  const colon = skipSpace(bytes, at);
  const brace = skipSpace(bytes, colon + 1);
  return bytes[colon] === COLON && bytes[brace] === OPEN_BRACE ? brace + 1 : at;
}

/** Behind the bracket of the array that is the value of the member at `at`; `undefined` when there is no such member. */
function memberArray(bytes: Uint8Array, at: number): number | undefined {
  const opening = skipSpace(bytes, at);
  if (bytes[opening] !== QUOTE) return undefined;
  let closing = bytes.indexOf(QUOTE, opening + 1);
  while (closing !== -1 && bytes[closing - 1] === BACKSLASH) closing = bytes.indexOf(QUOTE, closing + 1);
  if (closing === -1) return undefined;
  const colon = skipSpace(bytes, closing + 1);
  const bracket = skipSpace(bytes, colon + 1);
  return bytes[colon] === COLON && bytes[bracket] === OPEN_BRACKET ? bracket + 1 : undefined;
}

/** Puts arrays where their marks are and makes vectors of arrays that were not taken out. Gives the number of marks. */
function putVectors(body: unknown, arrays: readonly Float32Array[]): number {
  let marks = 0;
  for (const { vectors } of documentsOf(body)) {
    if (!isObject(vectors)) continue;
    for (const name of Object.keys(vectors)) {
      const value = vectors[name];
      if (typeof value === 'string' && value.startsWith(MARK) && arrays.length > 0) {
        vectors[name] = arrays[Number(value.slice(MARK.length))];
        marks++;
      } else if (Array.isArray(value) && value.every((item) => typeof item === 'number')) {
        vectors[name] = Float32Array.from(value);
      }
    }
  }
  return marks;
}

/** The body when it is a document, else the documents in its lists. A document's own lists are its payload. */
function* documentsOf(body: unknown): Generator<Fields> {
  if (!isObject(body)) return;
  if ('document_id' in body) yield body;
  else for (const list of LISTS) if (Array.isArray(body[list])) for (const item of body[list]) yield* documentsOf(item);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
