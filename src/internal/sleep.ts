import type { Cancellation } from './cancellation.js';
import type { Clock } from './clock.js';

/** Resolves after `delayMs` on the clock; rejects with the reason when cancelled first. */
export function sleep(delayMs: number, options: { clock: Clock; cancellation?: Cancellation }): Promise<void> {
  return new Promise((resolve, reject) => {
    let unsubscribe = (): unknown => undefined;
    const stopTimer = options.clock.setTimeout(() => {
      unsubscribe();
      resolve();
    }, delayMs);
    if (options.cancellation !== undefined) {
      unsubscribe = options.cancellation.subscribe((reason) => {
        stopTimer();
        const error = reason as Error;
        reject(error);
      });
    }
  });
}
