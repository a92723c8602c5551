import { toAbortError } from '../transport/failure.js';

/**
 * Settles as `work` does, or rejects as soon as the signal fires. The work itself goes on.
 * @throws AbortError whose cause is the signal's reason
 */
export function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(toAbortError(signal.reason));
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop);
    });
  });
}
