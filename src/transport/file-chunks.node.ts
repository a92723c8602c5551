import { open, type FileHandle } from 'node:fs/promises';
import type { BodyReader } from './body-source.js';
import { UPLOAD_CHUNK_BYTES } from './file-source.js';

/**
 * A file's bytes from its beginning, one chunk read ahead. For a reader in step three chunks are filled in turn: one that is
 * read, one that waits, one that the socket has.
 */
export async function* fileChunks(path: string, reader?: BodyReader): AsyncGenerator<Uint8Array> {
  const handle = await open(path);
  const inStep = reader?.inStep ?? false;
  const buffers = Array.from({ length: inStep ? 3 : 0 }, createBuffer);
  let reads = 0;
  const read = (): Promise<Uint8Array> => {
    const next = readChunk(handle, inStep ? (buffers[reads % buffers.length] as Uint8Array) : createBuffer());
    reads++;
    // Looked at when its turn comes; until then a failure is not unhandled.
    next.catch(() => undefined);
    return next;
  };
  let pending = read();
  try {
    for (;;) {
      const chunk = await pending;
      if (chunk.byteLength === 0) return;
      pending = read();
      yield chunk;
    }
  } finally {
    // Closing waits for a read that is under way.
    await handle.close();
  }
}

// A buffer of its own, not part of Node's shared pool.
const createBuffer = (): Uint8Array => new Uint8Array(UPLOAD_CHUNK_BYTES);

async function readChunk(handle: FileHandle, buffer: Uint8Array): Promise<Uint8Array> {
  const { bytesRead } = await handle.read(buffer, 0, buffer.byteLength, null);
  return buffer.subarray(0, bytesRead);
}
