import { untilAborted } from './until-aborted.js';

/** The same items, until the signal fires: also while the source keeps its reader waiting. */
export async function* abortableSource<Item>(
  source: Iterable<Item> | AsyncIterable<Item>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Item> {
  if (signal === undefined) {
    yield* source;
    return;
  }
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  let ended = false;
  try {
    for (;;) {
      const step = await untilAborted(
        Promise.resolve(iterator.next()).catch((error: unknown) => {
          ended = true;
          throw error;
        }),
        signal,
      );
      if (step.done === true) {
        ended = true;
        return;
      }
      yield step.value;
    }
  } finally {
    // Not awaited: a generator that is still waiting for its own source would keep us waiting, too.
    if (!ended) void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
