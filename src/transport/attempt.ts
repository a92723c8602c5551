import { DecodeError } from '../errors.js';
import { Cancellation } from '../internal/cancellation.js';
import type { Clock } from '../internal/clock.js';
import type { Authorize, SentHeaders } from './auth.js';
import { toBodyError } from './body.js';
import type { createEventStream } from './event-stream.js';
import { readRequestId, toApiError, toFailure, toRedirectError } from './failure.js';
import type { Call, Next } from './middleware.js';
import type { Observer } from './observer.js';
import type { Redactor } from './redact.js';
import { decodeResponse, toResponseInfo } from './response.js';
import { isRedirect, isSuccess } from './sender.js';
import type { SendRequest, Sender, SentResponse } from './sender.js';
import { startTimeout } from './timeout.js';

export interface AttemptOptions {
  sender: Sender;
  clock: Clock;
  redactor: Redactor;
  observer: Observer;
  authorize: Authorize;
}

/**
 * Innermost: sends once and reads the whole answer, so that a body that breaks off counts as a failed attempt. The
 * attempt's own cancellation follows the call's and ends at `timeoutMs`; for server-sent events, that counts until the
 * answer begins.
 */
export function createAttempt({ sender, clock, redactor, observer, authorize }: AttemptOptions): Next {
  return async (call) => {
    const attempt = new Cancellation();
    const follow = (reason: unknown): void => {
      attempt.cancel(reason);
    };
    call.cancellation.subscribe(follow);
    const stopTimer = startTimeout(call, attempt, clock);
    let open = false;
    try {
      if (attempt.reason !== undefined) throw attempt.reason as Error;
      const authorized = authorize(call, attempt);
      const headers = authorized instanceof Promise ? await authorized : authorized;
      const startedAt = clock.now();
      observer.request(call, headers);
      // Loaded before anything is sent: an answer must not wait for code that a broken line cannot bring.
      const events = call.streams ? await import('./event-stream.js') : undefined;
      const vectors = call.settings.resultVectors === 'float32' ? await import('./vector-json.js') : undefined;
      const inStep = sender.readsInStep?.() ?? false;
      const sent = await sender.send(toRequest(call, { headers, attempt, inStep }));
      const requestId = readRequestId(sent.headers);
      const report = (data?: unknown): void => {
        observer.response(call, sent, { durationMs: clock.now() - startedAt, requestId, data });
      };
      if (!isSuccess(sent.status)) {
        report();
        if (sent.status !== 304 || call.isConditional !== true) throw toRefusal(call, sent);
        return { data: undefined, response: toResponseInfo(sent), requestId, sent };
      }
      const data =
        events === undefined
          ? decodeResponse(sent, call.row, { redactor, parse: vectors?.parseVectorJson })
          : openEvents(events.createEventStream, { call, sent, attempt });
      report(data);
      if (events !== undefined) {
        open = true;
        call.cleanups.add(() => call.cancellation.unsubscribe(follow));
      }
      return { data, response: toResponseInfo(sent), requestId, sent };
    } catch (error) {
      // Cancelled: the reason says more than what the sender made of it.
      const failure = attempt.reason === undefined ? toFailure(error, { call, redactor }) : (attempt.reason as Error);
      // An answer that nobody will read must not keep its connection.
      attempt.cancel(failure);
      throw failure;
    } finally {
      stopTimer?.();
      if (!open) call.cancellation.unsubscribe(follow);
    }
  };

  function toRefusal(call: Call, sent: SentResponse): Error {
    return isRedirect(sent.status)
      ? toRedirectError(sent, { call, redactor })
      : toApiError(sent, sent.text(), { call, redactor, nowMs: clock.now() });
  }

  function openEvents(
    create: typeof createEventStream,
    { call, sent, attempt }: { call: Call; sent: SentResponse; attempt: Cancellation },
  ): unknown {
    const type = sent.headers.get('content-type') ?? '';
    const requestId = readRequestId(sent.headers);
    if (!type.includes('text/event-stream')) {
      throw new DecodeError(
        `${call.row.id}: expected server-sent events, got ${type === '' ? 'no content type' : type}.`,
        { status: sent.status, requestId, excerpt: '' },
      );
    }
    const { cancellation, cleanups } = call;
    return create({
      chunks: cancellable(sent.stream ?? [], attempt),
      redactor,
      status: sent.status,
      requestId,
      named: call.row.namedEvents === true,
      onEnd: () => {
        cancellation.cancel(new Error('The stream was closed.'));
        cleanups.run();
      },
      toError: (error) => cancellation.reason ?? toFailure(error, { call, redactor }),
    });
  }
}

/** Ends at once when the call is cancelled, also when the body does not. */
async function* cancellable(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  cancellation: Cancellation,
): AsyncGenerator<Uint8Array> {
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  try {
    for (;;) {
      const next = await cancellation.race(Promise.resolve(iterator.next()));
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // Not awaited: a body that hangs would hang here too.
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}

interface Sending {
  readonly headers: SentHeaders;
  readonly attempt: Cancellation;
  readonly inStep: boolean;
}

function toRequest(call: Call, { headers, attempt, inStep }: Sending): SendRequest {
  const { row, url } = call;
  const onPhase: SendRequest['onPhase'] = (phase) => {
    call.phase = phase;
  };
  onPhase('connect');
  const opened = call.source?.open(call.attempts.length + 1, { inStep });
  const streamed = typeof opened === 'object' && !(opened instanceof Uint8Array);
  return {
    method: row.http,
    url,
    headers,
    body: streamed ? watched(opened, { cancellation: attempt, onPhase }) : opened,
    expect: call.streams ? 'stream' : row.response === 'none' ? 'nothing' : 'whole',
    cancellation: attempt,
    onPhase,
  };
}

/** Notes when the upload begins and ends, stops it with the attempt, and names errors that come from the body and not from the wire. */
async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  watch: Pick<SendRequest, 'cancellation' | 'onPhase'>,
): AsyncGenerator<Uint8Array> {
  watch.onPhase('upload');
  try {
    for await (const chunk of chunks) {
      // Some senders go on after the service has refused. Ending here would look like a whole body.
      if (watch.cancellation.reason !== undefined) throw watch.cancellation.reason as Error;
      yield chunk;
    }
  } catch (error) {
    throw toBodyError(error);
  }
  watch.onPhase('headers');
}
