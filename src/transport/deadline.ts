import { TimeoutError } from '../errors.js';
import type { Clock } from '../internal/clock.js';
import type { Layer } from './middleware.js';

/** Ends the whole call, streams included, at `deadlineMs` after its start. The error names what was going on. */
export function deadlineLayer(clock: Clock): Layer {
  return (call, next) => {
    const { deadlineMs } = call.settings;
    if (deadlineMs <= 0) return next(call);
    const expire = (): void => {
      const { phase, attempts, row } = call;
      const count = phase === 'backoff' ? attempts.length : attempts.length + 1;
      call.cancellation.cancel(
        new TimeoutError({ scope: 'total', phase, limitMs: deadlineMs, attempts: count, operation: row.id }),
      );
    };
    const remaining = call.startedAt + deadlineMs - clock.now();
    call.cleanups.add(clock.setTimeout(expire, Math.max(0, remaining)));
    return next(call);
  };
}
