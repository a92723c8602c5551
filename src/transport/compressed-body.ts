import { gzipChunks } from '#gzip';
import type { BodySource } from './body-source.js';

/** Shorter bodies fit into a few packets as they are. */
const MIN_BYTES = 16 * 1024;

/** The body with `Content-Encoding: gzip`, compressed as it is sent; a short one as it is. */
export function gzipBody(source: BodySource): BodySource {
  if (isShort(source)) return source;
  return {
    contentType: source.contentType,
    encoding: 'gzip',
    replayable: source.replayable,
    // Not in step: the compressor takes chunks ahead.
    open: (attempt) => gzipChunks(toChunks(source.open(attempt))),
  };
}

function isShort({ size, open }: BodySource): boolean {
  if (size !== undefined) return size < MIN_BYTES;
  // Opening makes nothing of a stream before it is read.
  const opened = open(1);
  return typeof opened === 'string' && opened.length < MIN_BYTES;
}

async function* toChunks(opened: string | Uint8Array | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (typeof opened === 'string') yield new TextEncoder().encode(opened);
  else if (opened instanceof Uint8Array) yield opened;
  else yield* opened;
}
