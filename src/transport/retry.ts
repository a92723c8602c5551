import { ApiError } from '../errors.js';
import type { Clock } from '../internal/clock.js';
import { sleep } from '../internal/sleep.js';
import { failed, finished } from './attempt-info.js';
import type { Call, Layer, Sending } from './middleware.js';
import type { Observer } from './observer.js';
import type { RetryBudget } from './retry-budget.js';
import { backoffMs } from './retry-delay.js';
import { retryReason } from './retry-policy.js';

export interface RetryLayerOptions {
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
  budget: RetryBudget;
  observer: Observer;
}

/** The attempt loop. Records every attempt on `call.attempts`. */
export function retryLayer({ clock, random, budget, observer }: RetryLayerOptions): Layer {
  return async (call, next) => {
    const { attempts } = call;
    for (let tries = 1; ; tries++) {
      call.sending = undefined;
      const sending = { number: attempts.length + 1, startedAt: clock.now(), hedged: false };
      try {
        const answer = await next(call);
        attempts.push(finished(chosen(call) ?? sending, clock.now(), answer));
        budget.refund();
        return answer;
      } catch (error) {
        const info = failed(chosen(call) ?? sending, clock.now(), error);
        attempts.push(info);
        const reason = mayRepeat(call, tries) ? retryReason(error, call.row.retry) : undefined;
        if (reason === undefined) throw error;
        const delayMs = delayAfter(error, tries, random);
        if (!fitsDeadline(call, delayMs, clock.now()) || !budget.take()) throw error;
        attempts[attempts.length - 1] = { ...info, retryReason: reason };
        observer.retry(call, { reason, delayMs, attempt: info.number });
        call.phase = 'backoff';
        await sleep(delayMs, { clock, cancellation: call.cancellation });
      }
    }
  };
}

/** The attempt that counts where two were sent. */
function chosen({ sending }: Call): Sending | undefined {
  return sending;
}

function mayRepeat(call: Call, tries: number): boolean {
  return (
    call.cancellation.reason === undefined && tries <= call.settings.maxRetries && (call.source?.replayable ?? true)
  );
}

function delayAfter(error: unknown, tries: number, random: () => number): number {
  const asked = error instanceof ApiError ? error.retryAfter : undefined;
  return asked === undefined ? backoffMs(tries, random()) : asked * 1000;
}

/** A wait that outlasts the deadline would only replace the service's answer by a timeout. */
function fitsDeadline(call: Call, delayMs: number, now: number): boolean {
  const { deadlineMs } = call.settings;
  return deadlineMs <= 0 || now + delayMs < call.startedAt + deadlineMs;
}
