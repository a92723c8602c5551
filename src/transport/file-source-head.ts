import type { FileSource } from './file-source.js';

export interface FileHead {
  /** The first bytes; fewer than asked for when the file is shorter. */
  readonly head: Uint8Array;
  /** The file to send in place of the one that was looked at: nothing of it is lost. */
  readonly source: FileSource;
  /** Closes what was opened, when the file is not going to be sent. */
  release(): Promise<void>;
}

/** Looks at the first `count` bytes. What had to be opened for it is the first attempt's stream. */
export async function readHead(source: FileSource, count: number): Promise<FileHead> {
  if (source.head !== undefined) {
    return { head: await source.head(count), source, release: () => Promise.resolve() };
  }
  const iterator = source.open()[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let length = 0;
  while (length < count) {
    const next = await iterator.next();
    if (next.done === true) break;
    taken.push(next.value);
    length += next.value.byteLength;
  }
  let isFirst = true;
  return {
    head: concat(taken, length).subarray(0, count),
    source: {
      ...source,
      open: () => {
        if (!isFirst) return source.open();
        isFirst = false;
        return resume(taken, iterator);
      },
    },
    release: async () => {
      await iterator.return?.();
    },
  };
}

async function* resume(taken: readonly Uint8Array[], iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* taken;
    for (;;) {
      const next = await iterator.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

function concat(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
