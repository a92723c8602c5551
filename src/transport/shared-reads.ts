import type { Clock } from '../internal/clock.js';
import { createAnswerCache } from './answer-cache.js';
import { createAnswerStore } from './answer-store.js';
import type { Authorize } from './auth.js';
import { decodeAgain } from './decode-again.js';
import { createFlights } from './flights.js';
import { createHedgeBudget } from './hedge-budget.js';
import { hedgeLayer } from './hedge.js';
import { createLatencies } from './latencies.js';
import type { Call, Layer, Next } from './middleware.js';
import { readKey } from './read-key.js';
import type { Redactor } from './redact.js';
import { isSuccess } from './sender.js';
import type { Writes } from './writes.js';

export interface SharedReadsOptions {
  readonly clock: Clock;
  readonly writes: Writes;
  readonly maxEntries?: number | undefined;
  readonly maxBytes?: number | undefined;
}

/** What the reads of one client, and of those made from it, share: answers, requests under way, the share of hedges. */
export interface SharedReads {
  /** Above the retries: cache and requests shared with other callers. */
  reuse(options: { authorize: Authorize; redactor: Redactor }): Layer;
  /** Below the retries. */
  readonly hedge: Layer;
}

const MAX_ENTRIES = 500;
const MAX_BYTES = 32 * 1024 ** 2;

/** Loaded by the first call that asks for a cache, for shared requests or for hedges. */
export function createSharedReads(options: SharedReadsOptions): SharedReads {
  const { clock, writes, maxEntries = MAX_ENTRIES, maxBytes = MAX_BYTES } = options;
  const store = createAnswerStore({ maxEntries, maxBytes });
  const readCached = createAnswerCache({ store, clock, writes });
  const flights = createFlights();

  return {
    reuse: ({ authorize, redactor }) => {
      return async (call, next) => {
        const { cache, dedupe } = call.settings.reads ?? {};
        if (cache === undefined && dedupe !== true) return next(call);
        // With the key: what one key may see, another may not.
        const key = readKey(call, await authorize(call, call.cancellation));
        if (key === undefined) return next(call);
        const send: Next = dedupe === true ? (sent) => share(key, sent, { next, redactor }) : next;
        return cache === undefined ? send(call) : readCached(call, { key, ttlMs: cache.ttlMs, redactor, next: send });
      };
    },
    hedge: hedgeLayer({ clock, budget: createHedgeBudget(), latencies: createLatencies() }),
  };

  async function share(key: string, call: Call, { next, redactor }: { next: Next; redactor: Redactor }) {
    const flightKey = `${conditionsOf(call, writes.count(call.namespace))}\n${key}`;
    const { answer, isShared } = await flights.join(flightKey, call, next);
    const { sent, requestId } = answer;
    if (!isShared || sent === undefined || !isSuccess(sent.status)) return answer;
    return decodeAgain({ sent, requestId }, call, redactor);
  }
}

/** What callers must have in common to be served by one request, beside what it asks. */
function conditionsOf(call: Call, writes: number): string {
  const { timeoutMs, deadlineMs, maxRetries, reads } = call.settings;
  const etag = call.headers['if-none-match'];
  return JSON.stringify([writes, call.writeToken, timeoutMs, deadlineMs, maxRetries, reads?.hedge?.afterMs, etag]);
}
