/** Chunks that are pushed at one end and iterated at the other. */
export interface ChunkQueue extends AsyncIterable<Uint8Array> {
  push(chunk: Uint8Array): void;
  end(): void;
  /** Chunks that came before are still read; the first reason wins. */
  fail(error: unknown): void;
}

export interface ChunkQueueSource {
  /** Asked to bring nothing more for now. */
  pause(): void;
  resume(): void;
  /** The reader left before the end. */
  leave(): void;
}

/** More than this waiting makes the source pause. */
const MAX_WAITING_BYTES = 65_536;

interface Reader {
  resolve(result: IteratorResult<Uint8Array>): void;
  reject(error: unknown): void;
}

const DONE: IteratorResult<Uint8Array> = { done: true, value: undefined };

/** One iteration in all, one read at a time, as `for await` does. */
export function createChunkQueue(source: ChunkQueueSource): ChunkQueue {
  const waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let paused = false;
  let outcome: { readonly error?: unknown } | undefined;
  let reader: Reader | undefined;

  function finish(result: { readonly error?: unknown }): void {
    outcome ??= result;
    const waitingReader = reader;
    reader = undefined;
    if (waitingReader === undefined) return;
    if ('error' in outcome) waitingReader.reject(outcome.error);
    else waitingReader.resolve(DONE);
  }

  function take(): Uint8Array | undefined {
    const chunk = waiting.shift();
    if (chunk === undefined) return undefined;
    waitingBytes -= chunk.byteLength;
    if (paused && waitingBytes <= MAX_WAITING_BYTES) {
      paused = false;
      source.resume();
    }
    return chunk;
  }

  const iterator: AsyncIterator<Uint8Array> = {
    next() {
      const chunk = take();
      if (chunk !== undefined) return Promise.resolve({ done: false, value: chunk });
      if (outcome === undefined) return new Promise((resolve, reject) => (reader = { resolve, reject }));
      if (!('error' in outcome)) return Promise.resolve(DONE);
      const error = outcome.error as Error;
      return Promise.reject(error);
    },
    return() {
      const left = outcome === undefined;
      waiting.length = 0;
      finish({});
      if (left) source.leave();
      return Promise.resolve(DONE);
    },
  };

  return {
    [Symbol.asyncIterator]: () => iterator,
    push(chunk) {
      if (outcome !== undefined) return;
      if (reader !== undefined) {
        const { resolve } = reader;
        reader = undefined;
        resolve({ done: false, value: chunk });
        return;
      }
      waiting.push(chunk);
      waitingBytes += chunk.byteLength;
      if (paused || waitingBytes <= MAX_WAITING_BYTES) return;
      paused = true;
      source.pause();
    },
    end: () => finish({}),
    fail: (error) => finish({ error }),
  };
}
