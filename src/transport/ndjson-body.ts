import { ValidationError } from '../errors.js';
import type { BodySource } from './body-source.js';
import { encodeJson } from './json-body.js';

/** Lines to send: text or bytes that are NDJSON already, objects, or a stream of either. A function is called for each attempt. */
type Lines =
  string | Uint8Array | Iterable<unknown> | AsyncIterable<unknown> | (() => Iterable<unknown> | AsyncIterable<unknown>);

const CONTENT_TYPE = 'application/x-ndjson';
const CHUNK_CHARS = 64 * 1024;

/**
 * Objects become lines as they are pulled. Strings and bytes from a stream are passed on as they come, so they carry their own line ends.
 * Arrays and functions can be sent again; other iterables once.
 */
export function ndjsonBody(input: unknown): BodySource {
  if (typeof input === 'string' || input instanceof Uint8Array) {
    return { contentType: CONTENT_TYPE, replayable: true, open: () => input };
  }
  if (!isLines(input)) {
    const message = 'must be an array or iterable of objects, NDJSON text, bytes or a stream';
    throw new ValidationError(`The body ${message}.`, { fieldErrors: [{ path: '', message, location: 'body' }] });
  }
  const replayable = typeof input === 'function' || Array.isArray(input);
  return {
    contentType: CONTENT_TYPE,
    replayable,
    open: () => toLines(typeof input === 'function' ? input() : input),
  };
}

function isLines(input: unknown): input is Exclude<Lines, string | Uint8Array> {
  if (typeof input === 'function') return true;
  return typeof input === 'object' && input !== null && (Symbol.iterator in input || Symbol.asyncIterator in input);
}

async function* toLines(items: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let pending = '';
  for await (const item of items) {
    if (item instanceof Uint8Array) {
      if (pending !== '') yield encoder.encode(pending);
      pending = '';
      yield item;
      continue;
    }
    pending += typeof item === 'string' ? item : `${encodeJson(item) ?? 'null'}\n`;
    if (pending.length < CHUNK_CHARS) continue;
    yield encoder.encode(pending);
    pending = '';
  }
  if (pending !== '') yield encoder.encode(pending);
}
