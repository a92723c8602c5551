import { TimeoutError } from '../errors.js';
import { Cancellation } from '../internal/cancellation.js';
import type { Clock } from '../internal/clock.js';
import type { Layer } from './middleware.js';

/**
 * Ends one attempt at `timeoutMs`, its body read included; for server-sent events, until the first byte of the answer.
 * The attempt ends as soon as it is cancelled, also when the sender below does not listen to its signal.
 */
export function timeoutLayer(clock: Clock): Layer {
  return async (call, next) => {
    if (call.cancellation.reason !== undefined) throw call.cancellation.reason as Error;
    const { timeoutMs } = call.settings;
    const attempt = new Cancellation();
    const detach = call.cancellation.subscribe((reason) => {
      attempt.cancel(reason);
    });
    const stopTimer =
      timeoutMs > 0
        ? clock.setTimeout(() => {
            const { phase, attempts } = call.state;
            const count = attempts.length + 1;
            attempt.cancel(
              new TimeoutError({
                scope: 'attempt',
                phase,
                limitMs: timeoutMs,
                attempts: count,
                operation: call.row.id,
              }),
            );
          }, timeoutMs)
        : undefined;
    try {
      const answer = await attempt.race(next({ ...call, cancellation: attempt }));
      if (call.streams) call.state.cleanups.add(detach);
      else detach();
      return answer;
    } catch (error) {
      detach();
      // An answer that nobody will read must not keep its connection.
      attempt.cancel(error);
      throw error;
    } finally {
      stopTimer?.();
    }
  };
}
