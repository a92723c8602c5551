import { pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';

/**
 * The bytes, compressed as they are read. At the fastest level: digits of vectors hardly shrink further, and the next
 * levels take several times as long.
 */
export function gzipChunks(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  // Errors of the source end the stream, and leaving the stream ends the source; there is nothing left to report.
  return pipeline(chunks, createGzip({ level: 1, chunkSize: 128 * 1024 }), () => undefined);
}
