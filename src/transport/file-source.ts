import type { UploadSource } from '../call.js';
import { ValidationError } from '../errors.js';
import { streamChunks } from '../internal/stream-chunks.js';
import type { BodyReader } from './body-source.js';

/** A file to upload, wherever its bytes come from. It is an `UploadSource` too, so it can be given in place of one. */
export interface FileSource extends UploadSource {
  readonly filename: string;
  readonly size?: number;
  /** `false` when `open` works once, as for a stream that the caller handed over. */
  readonly replayable: boolean;
  /** Opens the bytes from the beginning. */
  open: (reader?: BodyReader) => AsyncIterable<Uint8Array>;
  /** The first `count` bytes, where they can be had without opening the whole. */
  readonly head?: (count: number) => Promise<Uint8Array>;
}

const DEFAULT_FILENAME = 'upload';
/**
 * Big enough to keep the cost per chunk out of sight, small enough to hold a few. More than the 64 KiB below which a
 * socket takes a chunk without telling when it is done with it.
 */
export const UPLOAD_CHUNK_BYTES = 1024 * 1024;

/** The `fileSource` of a platform: `field` is the value's name in messages. */
export type ToFileSource = (value: unknown, field: string) => Promise<FileSource>;

/**
 * The file behind anything but a path, which only some platforms have; `undefined` for a value that is no file at all.
 * @throws ValidationError when a stream has already been read.
 */
export function fileSourceOfValue(value: unknown, field: string): FileSource | undefined {
  if (value instanceof Uint8Array) return fromBytes(value);
  if (value instanceof ArrayBuffer) return fromBytes(new Uint8Array(value));
  if (typeof Blob !== 'undefined' && value instanceof Blob) return fromBlob(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (isByteStream(value)) return fromStream(value, field);
  if ('open' in value && typeof value.open === 'function') return fromUploadSource(value as UploadSource, field);
  return undefined;
}

export function invalidFile(field: string, message: string, hint?: string): ValidationError {
  return new ValidationError(`${field} ${message}`, {
    hint,
    fieldErrors: [{ path: field, message, location: 'body' }],
  });
}

function fromBytes(bytes: Uint8Array): FileSource {
  return {
    filename: DEFAULT_FILENAME,
    size: bytes.byteLength,
    replayable: true,
    head: (count) => Promise.resolve(bytes.subarray(0, count)),
    async *open() {
      for (let at = 0; at < bytes.byteLength; at += UPLOAD_CHUNK_BYTES)
        yield bytes.subarray(at, at + UPLOAD_CHUNK_BYTES);
    },
  };
}

function fromBlob(blob: Blob): FileSource {
  const read = async (from: number, to: number): Promise<Uint8Array> =>
    new Uint8Array(await blob.slice(from, to).arrayBuffer());
  return {
    filename: 'name' in blob && typeof blob.name === 'string' && blob.name !== '' ? blob.name : DEFAULT_FILENAME,
    size: blob.size,
    replayable: true,
    head: (count) => read(0, count),
    async *open() {
      for (let at = 0; at < blob.size; at += UPLOAD_CHUNK_BYTES) yield await read(at, at + UPLOAD_CHUNK_BYTES);
    },
  };
}

type ByteStream = AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

function fromStream(stream: ByteStream, field: string): FileSource {
  const used =
    ('locked' in stream && stream.locked) || ('readableDidRead' in stream && stream.readableDidRead === true);
  if (used) {
    throw invalidFile(
      field,
      'is a stream that has already been read or locked.',
      'Pass a fresh stream, or { open } to make one.',
    );
  }
  let isOpened = false;
  return {
    filename: filenameOfStream(stream),
    replayable: false,
    open: () => {
      if (isOpened)
        throw invalidFile(field, 'is a stream, which can be read once.', 'Pass { open } to make one per attempt.');
      isOpened = true;
      return chunksOf(stream, field);
    },
  };
}

/** Node's file streams know their path. */
function filenameOfStream(stream: ByteStream): string {
  const path = 'path' in stream && typeof stream.path === 'string' ? stream.path : '';
  return path.split(/[\\/]/).at(-1) || DEFAULT_FILENAME;
}

function fromUploadSource(source: UploadSource & { replayable?: boolean }, field: string): FileSource {
  const { size } = source;
  if (size !== undefined && !(Number.isSafeInteger(size) && size >= 0)) {
    throw invalidFile(`${field}.size`, `is ${size}; it must be a whole number of bytes, or left out when unknown.`);
  }
  return {
    filename: source.filename || DEFAULT_FILENAME,
    ...(size === undefined ? {} : { size }),
    replayable: source.replayable !== false,
    ...('head' in source ? { head: (source as FileSource).head } : {}),
    open: () => openChunks(source, field),
  };
}

async function* openChunks(source: UploadSource, field: string): AsyncGenerator<Uint8Array> {
  // Callers without types may give a promise.
  const stream = await (source.open() as unknown);
  if (typeof stream === 'object' && stream !== null && isByteStream(stream)) yield* chunksOf(stream, field);
  else throw invalidFile(`${field}.open`, 'must return a stream or an async iterable of bytes.');
}

function isByteStream(value: object): value is ByteStream {
  return Symbol.asyncIterator in value || ('getReader' in value && typeof value.getReader === 'function');
}

async function* chunksOf(stream: ByteStream, field: string): AsyncGenerator<Uint8Array> {
  // Safari's web streams are not iterable.
  const chunks: AsyncIterable<unknown> = Symbol.asyncIterator in stream ? stream : streamChunks(stream);
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) {
      throw invalidFile(field, `is a stream of ${typeof chunk}s; it must give bytes (Uint8Array or Buffer).`);
    }
    if (chunk.byteLength <= UPLOAD_CHUNK_BYTES) yield chunk;
    else yield* fromBytes(chunk).open();
  }
}
