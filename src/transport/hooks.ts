import type { MixpeekError } from '../errors.js';
import { isMixpeekError } from '../errors.js';
import type { Answer, Call, Layer } from './middleware.js';
import type { Observer } from './observer.js';
import { redactHeaders } from './redact-headers.js';
import { summarize } from './summary.js';

interface CallEvent {
  /** Row id, `retrievers.execute`. */
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly namespace: string | undefined;
  /** Counts from 1. */
  readonly attempt: number;
  /** This attempt was sent beside one that was slow (`hedge`). */
  readonly hedged?: true;
}

/** A request about to be sent. */
export interface RequestEvent extends CallEvent {
  /** Values of headers that may hold a secret are `<redacted>`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body in one line; vectors as `Float[768]`, long texts cut. */
  readonly body: string | undefined;
}

/** An answer that came. */
export interface ResponseEvent extends CallEvent {
  readonly status: number;
  /** From sending until the body was read; for a stream, until its first byte can be. */
  readonly durationMs: number;
  readonly requestId: string | undefined;
  /** Values of headers that may hold a secret are `<redacted>`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The decoded body in one line; `undefined` for refusals and streams. */
  readonly body: string | undefined;
}

/** Another attempt is coming. */
export interface RetryEvent extends CallEvent {
  /** `status 503`, `ECONNRESET`, `timeout (headers)`. */
  readonly reason: string;
  /** The wait before it, in milliseconds. */
  readonly delayMs: number;
}

/** A call that failed for good. */
export interface ErrorEvent extends CallEvent {
  readonly error: MixpeekError;
}

/** Observers of a client's traffic. They see no key and change nothing; what they throw goes to the debug log only. */
export interface Hooks {
  /** Before each attempt. */
  onRequest?: (event: RequestEvent) => void;
  /** After each attempt that got an answer, a refusal too. */
  onResponse?: (event: ResponseEvent) => void;
  /** Before the wait that precedes another attempt. */
  onRetry?: (event: RetryEvent) => void;
  /** Once, when a call fails for good. Input that is refused before a request exists is only thrown. */
  onError?: (event: ErrorEvent) => void;
}

/** Makes Node print what is worked out only when it is read, too, and not `[Getter]`. */
const PRINTS_WHOLE = {
  [Symbol.for('nodejs.util.inspect.custom')](this: object) {
    return { ...this };
  },
};

/** Builds events only when somebody listens, and their headers and bodies only when somebody reads them. */
export function createObserver(hooks: readonly Hooks[], onHookError: (message: string) => void): Observer {
  function tell<Name extends keyof Hooks>(name: Name, event: Parameters<NonNullable<Hooks[Name]>>[0]): void {
    for (const hook of hooks) {
      const listener = hook[name] as ((event: unknown) => void) | undefined;
      if (listener === undefined) continue;
      try {
        listener.call(hook, event);
      } catch (error) {
        onHookError(`hook ${name} threw: ${String(error)}`);
      }
    }
  }

  // Looked up each time: hooks may be set later on the object that was given.
  const hears = (name: keyof Hooks): boolean => hooks.some((hook) => hook[name] !== undefined);

  return {
    request(call, headers) {
      if (!hears('onRequest')) return;
      let shown: Readonly<Record<string, string>> | undefined;
      const event = {
        __proto__: PRINTS_WHOLE,
        ...describe(call, call.attempts.length + 1),
        get headers() {
          return (shown ??= redactHeaders(Object.entries(headers)));
        },
        get body() {
          return call.body === undefined ? undefined : summarize(call.body);
        },
      };
      tell('onRequest', event);
    },
    response(call, sent, { data, durationMs, requestId }) {
      if (!hears('onResponse')) return;
      let shown: Readonly<Record<string, string>> | undefined;
      const event = {
        __proto__: PRINTS_WHOLE,
        ...describe(call, call.attempts.length + 1),
        durationMs,
        requestId,
        status: sent.status,
        get headers() {
          return (shown ??= redactHeaders(sent.headerEntries()));
        },
        get body() {
          return data === undefined || call.streams ? undefined : summarize(data);
        },
      };
      tell('onResponse', event);
    },
    retry(call, event) {
      if (hears('onRetry')) tell('onRetry', { ...describe(call, event.attempt), ...event });
    },
    error(call, error) {
      if (hears('onError')) tell('onError', { ...describe(call, Math.max(1, call.attempts.length)), error });
    },
  };
}

/** Outermost: reports a call that fails for good. The other observers are told from inside the chain, where attempts are known. */
export function hooksLayer(observer: Observer): Layer {
  return async (call, next): Promise<Answer> => {
    try {
      return await next(call);
    } catch (error) {
      if (isMixpeekError(error)) observer.error(call, error);
      throw error;
    }
  };
}

function describe(call: Call, attempt: number): CallEvent {
  const event = { operation: call.row.id, method: call.row.http, url: call.url, namespace: call.namespace, attempt };
  return call.sending?.hedged === true ? { ...event, hedged: true } : event;
}
