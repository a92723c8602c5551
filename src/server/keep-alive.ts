/** Calls back after some milliseconds; the returned function prevents it. */
export type Timer = (callBack: () => void, ms: number) => () => void;

export const systemTimer: Timer = (callBack, ms) => {
  const timeout = setTimeout(callBack, ms);
  return () => clearTimeout(timeout);
};

/** Proxies close connections on which nothing comes for a minute or less. */
const QUIET_MS = 15_000;

const COMMENT = new TextEncoder().encode(': keep-alive\n\n');

/**
 * Frames as they come, and a comment whenever none came for 15 seconds, also before the first. An iterator by hand: a
 * generator that waits for a frame would hear of a client that left only when the frame comes.
 */
export function withKeepAlive(frames: AsyncIterable<Uint8Array>, timer: Timer): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const source = frames[Symbol.asyncIterator]();
      let coming: Promise<IteratorResult<Uint8Array>> | undefined;
      let stopWaiting = (): void => undefined;
      return {
        async next() {
          coming ??= source.next();
          const quiet = new Promise<'quiet' | 'left'>((resolve) => {
            const cancel = timer(() => resolve('quiet'), QUIET_MS);
            stopWaiting = () => {
              cancel();
              resolve('left');
            };
          });
          const first = await Promise.race([coming, quiet]).finally(stopWaiting);
          // The frame that is still coming is for the next call.
          if (first === 'quiet') return { done: false, value: COMMENT };
          if (first === 'left') return { done: true, value: undefined };
          coming = undefined;
          return first;
        },
        async return() {
          stopWaiting();
          // What is under way may take long; whoever left does not wait for it.
          coming?.catch(() => undefined);
          void Promise.resolve(source.return?.()).catch(() => undefined);
          return { done: true, value: undefined };
        },
      };
    },
  };
}
