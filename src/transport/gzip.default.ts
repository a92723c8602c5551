import { streamChunks } from '../internal/stream-chunks.js';

/** The bytes, compressed as they are read. */
export function gzipChunks(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const source = new ReadableStream<BufferSource>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      // The DOM types ask for a plain ArrayBuffer behind the bytes; bodies are never shared memory.
      else controller.enqueue(next.value as Uint8Array<ArrayBuffer>);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return streamChunks(source.pipeThrough(new CompressionStream('gzip')));
}
