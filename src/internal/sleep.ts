import type { Cancellation } from './cancellation.js';
import type { Clock } from './clock.js';

/** Resolves after `delayMs` on the clock; rejects with the reason when cancelled first. */
export function sleep(delayMs: number, options: { clock: Clock; cancellation?: Cancellation }): Promise<void> {
  const { clock, cancellation } = options;
  return new Promise((resolve, reject) => {
    const stop = (reason: unknown): void => {
      stopTimer();
      const error = reason as Error;
      reject(error);
    };
    const stopTimer = clock.setTimeout(() => {
      cancellation?.unsubscribe(stop);
      resolve();
    }, delayMs);
    cancellation?.subscribe(stop);
  });
}
