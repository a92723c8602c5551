import { TimeoutError } from '../errors.js';
import type { Cancellation } from '../internal/cancellation.js';
import type { Clock } from '../internal/clock.js';
import type { Call } from './middleware.js';

/** Ends one attempt at `timeoutMs`; the error names what was going on. Returns how to stop the timer. */
export function startTimeout(call: Call, attempt: Cancellation, clock: Clock): (() => void) | undefined {
  const { timeoutMs } = call.settings;
  if (timeoutMs <= 0) return undefined;
  return clock.setTimeout(() => {
    const { phase, attempts, row } = call;
    attempt.cancel(
      new TimeoutError({
        scope: 'attempt',
        phase,
        limitMs: timeoutMs,
        attempts: attempts.length + 1,
        operation: row.id,
      }),
    );
  }, timeoutMs);
}
