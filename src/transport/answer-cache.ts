import type { Clock } from '../internal/clock.js';
import type { AnswerStore, StoredAnswer } from './answer-store.js';
import { decodeAgain } from './decode-again.js';
import { openLane } from './lane.js';
import type { Answer, Call, Next } from './middleware.js';
import type { Redactor } from './redact.js';
import type { HeaderReader, SentResponse } from './sender.js';
import type { Writes } from './writes.js';

export interface AnswerCacheOptions {
  readonly store: AnswerStore;
  readonly clock: Clock;
  readonly writes: Writes;
}

export interface CachedRead {
  readonly key: string;
  readonly ttlMs: number;
  readonly redactor: Redactor;
  /** Sends the call. */
  readonly next: Next;
}

/** Gives the answer of a read from the store, or from the service, which may say that what is stored still holds. */
export type AnswerCache = (call: Call, read: CachedRead) => Promise<Answer>;

const NOT_MODIFIED = 304;
/** Roughly what an entry takes beside its texts. */
const ENTRY_BYTES = 500;

export function createAnswerCache({ store, clock, writes }: AnswerCacheOptions): AnswerCache {
  return async (call, { key: request, ttlMs, redactor, next }) => {
    const key = `${demandOf(call)}\n${request}`;
    const count = writes.count(call.namespace);
    const held = lookUp(key, count);
    const askedAt = clock.now();
    if (held !== undefined && askedAt - held.askedAt < ttlMs && isNewEnough(held, call))
      return serve(held, call, redactor);

    const answer = await (held?.etag ? revalidate(call, held.etag, next) : next(call));
    const { sent } = answer;
    if (sent === undefined) return answer;
    // A write that ended meanwhile may not be in the answer.
    const holds = writes.count(call.namespace) === count;
    const about = { askedAt, writes: count, writeToken: call.writeToken };
    if (held !== undefined && sent.status === NOT_MODIFIED) {
      const renewed = { ...held, ...about, sent: withHeaders(held.sent, sent), requestId: answer.requestId };
      if (holds) store.set(key, renewed);
      return serve(renewed, call, redactor);
    }
    if (holds && mayStore(sent)) store.set(key, { ...about, ...toStored(key, sent), requestId: answer.requestId });
    else store.delete(key);
    return answer;
  };

  function lookUp(key: string, count: number): StoredAnswer | undefined {
    const held = store.get(key);
    if (held === undefined || held.writes === count) return held;
    store.delete(key);
    return undefined;
  }
}

async function serve(held: StoredAnswer, call: Call, redactor: Redactor): Promise<Answer> {
  return { ...(await decodeAgain(held, call, redactor)), cached: true };
}

/** Plain reads may come from before a write at any time: what they got must not serve reads that ask for more. */
function demandOf({ settings }: Call): string {
  return settings.writeToken === null ? 'eventual' : (settings.writeToken ?? settings.consistency);
}

/** A token that the answer was not read with may stand for a write that it does not hold. One that was forgotten has come of age. */
function isNewEnough(held: StoredAnswer, call: Call): boolean {
  return call.writeToken === undefined || call.writeToken === held.writeToken;
}

async function revalidate(call: Call, etag: string, next: Next): Promise<Answer> {
  const lane = openLane(call, {
    cancellation: call.cancellation,
    attempts: call.attempts,
    onPhase: (phase) => {
      call.phase = phase;
    },
    conditional: { headers: { ...call.headers, 'if-none-match': etag }, isConditional: true },
  });
  try {
    return await next(lane);
  } finally {
    call.attempts = lane.attempts;
  }
}

function mayStore({ status, headers }: SentResponse): boolean {
  return status === 200 && headers.get('vary') !== '*' && !/\bno-store\b/i.test(headers.get('cache-control') ?? '');
}

/** A copy: what was received may be a window on a larger piece of memory. */
function toStored(key: string, sent: SentResponse): Pick<StoredAnswer, 'sent' | 'etag' | 'bytes'> {
  const bytes = sent.bytes().slice();
  const headers = new Headers(sent.toHeaders());
  return {
    sent: keep({ status: sent.status, url: sent.url, headers, bytes }),
    etag: sent.headers.get('etag'),
    bytes: bytes.byteLength + 2 * key.length + ENTRY_BYTES,
  };
}

interface Kept {
  readonly status: number;
  readonly url: string;
  readonly headers: Headers & HeaderReader;
  readonly bytes: Uint8Array;
}

function keep({ status, url, headers, bytes }: Kept): SentResponse {
  return {
    status,
    url,
    headers,
    stream: undefined,
    toHeaders: () => headers,
    headerEntries: () => headers,
    text: () => new TextDecoder().decode(bytes),
    bytes: () => bytes,
  };
}

/** The stored response with what a 304 says anew about it. */
function withHeaders(stored: SentResponse, notModified: SentResponse): SentResponse {
  const headers = new Headers(stored.toHeaders());
  notModified.toHeaders().forEach((value, name) => {
    if (name !== 'content-length') headers.set(name, value);
  });
  return keep({ status: stored.status, url: stored.url, headers, bytes: stored.bytes() });
}
