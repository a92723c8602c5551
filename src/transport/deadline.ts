import { TimeoutError } from '../errors.js';
import type { Clock } from '../internal/clock.js';
import type { Layer } from './middleware.js';

/** Ends the whole call, streams included, at `deadlineMs` after its start. The error names what was going on. */
export function deadlineLayer(clock: Clock): Layer {
  return (call, next) => {
    const { deadlineMs } = call.settings;
    if (deadlineMs <= 0) return next(call);
    const remaining = call.state.startedAt + deadlineMs - clock.now();
    const stop = clock.setTimeout(
      () => {
        const { phase, attempts } = call.state;
        const count = phase === 'backoff' ? attempts.length : attempts.length + 1;
        call.cancellation.cancel(
          new TimeoutError({ scope: 'total', phase, limitMs: deadlineMs, attempts: count, operation: call.row.id }),
        );
      },
      Math.max(0, remaining),
    );
    call.state.cleanups.add(stop);
    return next(call);
  };
}
