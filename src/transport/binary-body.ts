import { ValidationError } from '../errors.js';
import type { BodySource } from './body-source.js';

const CONTENT_TYPE = 'application/octet-stream';

/** Bytes, a Blob, or a stream of bytes, as they are. */
export function binaryBody(input: unknown): BodySource {
  if (input instanceof Uint8Array || typeof input === 'string') {
    return { contentType: CONTENT_TYPE, replayable: true, open: () => input };
  }
  if (input instanceof ArrayBuffer) {
    const bytes = new Uint8Array(input);
    return { contentType: CONTENT_TYPE, replayable: true, open: () => bytes };
  }
  if (input instanceof Blob) {
    const contentType = input.type === '' ? CONTENT_TYPE : input.type;
    return { contentType, size: input.size, replayable: true, open: () => chunks(input.stream()) };
  }
  if (typeof input === 'object' && input !== null && Symbol.asyncIterator in input) {
    return { contentType: CONTENT_TYPE, replayable: false, open: () => chunks(input as AsyncIterable<Uint8Array>) };
  }
  const message = 'must be bytes, a Blob or a stream of bytes';
  throw new ValidationError(`The body ${message}.`, { fieldErrors: [{ path: '', message, location: 'body' }] });
}

async function* chunks(stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* stream as AsyncIterable<Uint8Array>;
}
