import { DecodeError } from '../errors.js';
import type { Clock } from '../internal/clock.js';
import { toBodyError } from './body.js';
import { createEventStream } from './event-stream.js';
import { readRequestId, toApiError, toFailure, toRedirectError } from './failure.js';
import type { Observer } from './hooks.js';
import type { Answer, Call, Next } from './middleware.js';
import type { Redactor } from './redact.js';
import { decodeResponse, toResponseInfo } from './response.js';
import type { SendRequest, Sender, SentResponse } from './sender.js';

export interface AttemptOptions {
  sender: Sender;
  clock: Clock;
  redactor: Redactor;
  observer: Observer;
}

/** Innermost: sends once and reads the whole answer, so that a body that breaks off counts as a failed attempt. */
export function createAttempt({ sender, clock, redactor, observer }: AttemptOptions): Next {
  return async (call) => {
    const startedAt = clock.now();
    const headers = sentHeaders(call);
    observer.request(call, headers);
    try {
      const inStep = sender.readsInStep?.() ?? false;
      const sent = await sender.send(toRequest(call, headers, inStep));
      call.state.phase = 'body';
      const requestId = readRequestId(sent.headers);
      const report = (data?: unknown): void => {
        observer.response(call, sent, { durationMs: clock.now() - startedAt, requestId, data });
      };
      if (sent.status < 200 || sent.status > 299) throw await toRefusal(sent, report);
      const data = call.streams ? openEvents(call, sent) : await decodeResponse(sent, call, redactor);
      report(data);
      return { data, response: toResponseInfo(sent), requestId } satisfies Answer;
    } catch (error) {
      // Cancelled: the reason says more than what the sender made of it.
      if (call.cancellation.reason !== undefined) throw call.cancellation.reason as Error;
      throw toFailure(error, { call, redactor });
    }

    async function toRefusal(sent: SentResponse, report: () => void): Promise<Error> {
      const redirects = sent.status < 400;
      if (redirects) sent.discard();
      const text = redirects ? '' : await sent.text();
      report();
      return redirects
        ? toRedirectError(sent, { call, redactor })
        : toApiError(sent, text, { call, redactor, nowMs: clock.now() });
    }
  };

  function openEvents(call: Call, sent: SentResponse): unknown {
    const type = sent.headers.get('content-type') ?? '';
    const requestId = readRequestId(sent.headers);
    if (!type.includes('text/event-stream')) {
      sent.discard();
      throw new DecodeError(
        `${call.row.id}: expected server-sent events, got ${type === '' ? 'no content type' : type}.`,
        {
          status: sent.status,
          requestId,
          excerpt: '',
        },
      );
    }
    const { cancellation, state } = call;
    return createEventStream({
      chunks: cancellable(sent.stream(), call),
      redactor,
      status: sent.status,
      requestId,
      onEnd: () => {
        cancellation.cancel(new Error('The stream was closed.'));
        state.cleanups.run();
      },
      toError: (error) => cancellation.reason ?? toFailure(error, { call, redactor }),
    });
  }
}

/** Ends at once when the call is cancelled, also when the body does not. */
async function* cancellable(chunks: AsyncIterable<Uint8Array>, call: Call): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await call.cancellation.race(iterator.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // Not awaited: a body that hangs would hang here too.
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}

function toRequest(call: Call, headers: Readonly<Record<string, string>>, inStep: boolean): SendRequest {
  const { state } = call;
  const onPhase: SendRequest['onPhase'] = (phase) => {
    state.phase = phase;
  };
  onPhase('connect');
  const { cancellation } = call;
  const opened = call.source?.open(state.attempts.length + 1, { inStep });
  const streamed = typeof opened === 'object' && !(opened instanceof Uint8Array);
  const body = streamed ? watched(opened, { cancellation, onPhase }) : opened;
  return { method: call.row.http, url: call.url, headers, body, cancellation, onPhase };
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

function sentHeaders(call: Call): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name in call.headers) {
    const value = call.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  return headers;
}
