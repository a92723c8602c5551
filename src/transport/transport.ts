import { createSender } from '#sender';
import type {
  AttemptInfo,
  Compression,
  Consistency,
  RequestOptions,
  ResponseInfo,
  ResultVectors,
  VectorPrecision,
} from '../call.js';
import { ConfigError } from '../errors.js';
import { Cancellation } from '../internal/cancellation.js';
import { Cleanups } from '../internal/cleanups.js';
import type { Clock } from '../internal/clock.js';
import { lazy } from '../internal/lazy.js';
import type { Operation } from '../operation.js';
import { createAddresses } from './addresses.js';
import { createAttempt } from './attempt.js';
import { createAuthorize, type ApiKey } from './auth.js';
import { createBody } from './body.js';
import type { BodySource } from './body-source.js';
import { askForWriteToken, writeTokenLayer } from './consistency.js';
import { deadlineLayer } from './deadline.js';
import type { DebugOption } from './debug-log.js';
import { createFollowSignal } from './follow-signals.js';
import { mergeHeaders, type HeaderInput } from './headers.js';
import type { Hooks } from './hooks.js';
import { compose, type Call, type CallSettings, type Layer, type Next } from './middleware.js';
import { NO_OBSERVER, type Observer } from './observer.js';
import { createRedactor } from './redact.js';
import type { RetryBudget } from './retry-budget.js';
import { retryLayer } from './retry.js';
import { resolveNamespace } from './scope.js';
import type { Sender } from './sender.js';
import { normalizeBaseUrl } from './url.js';
import type { WriteTokens } from './write-token.js';

export interface TransportOptions {
  /** With or without a trailing `/v1`. */
  baseUrl: string;
  apiKey: ApiKey;
  /** Namespace id or name of calls that name none. */
  namespace?: string | undefined;
  timeoutMs: number;
  deadlineMs: number;
  maxRetries: number;
  /** Sent with every request. `null` leaves one of the client's own out. */
  headers?: HeaderInput | undefined;
  consistency: Consistency;
  /** Default `float32`. */
  vectorPrecision?: VectorPrecision | undefined;
  /** Default: none. */
  compression?: Compression | undefined;
  /** Default `array`. */
  resultVectors?: ResultVectors | undefined;
  /** Used for every request instead of the platform's. */
  fetch?: typeof globalThis.fetch | undefined;
  hooks?: Hooks | undefined;
  debug?: DebugOption | undefined;
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
  /** Shared by clients that are to read each other's writes. */
  writeTokens: WriteTokens;
  /** Shared by clients that talk to the same service. */
  retryBudget: RetryBudget;
  userAgent: string;
  /** Shared by clients that are to use the same connections. Default: one of its own. */
  sender?: Sender | undefined;
}

export interface CallInput {
  /** By placeholder name. `namespace_id` is filled in when absent. */
  path: Readonly<Record<string, unknown>>;
  query: Readonly<Record<string, unknown>>;
  headers?: HeaderInput | undefined;
  body?: unknown;
  /** The call's own `namespace_id` parameter: weaker than `options.namespace`, stronger than the client's. */
  namespace?: string | undefined;
}

export interface RawResult {
  /** The decoded body; an `EventStream` when events were asked for. */
  readonly data: unknown;
  readonly response: ResponseInfo;
  readonly requestId: string | undefined;
  readonly attempts: readonly AttemptInfo[];
}

export interface Transport {
  /**
   * Sends a row's request and reads the answer.
   * @throws ApiError, ConnectionError, TimeoutError, AbortError, DecodeError; ValidationError and ConfigError before anything is sent.
   */
  send(row: Operation, input: CallInput, options?: RequestOptions): Promise<RawResult>;
  /** Closes kept-alive connections. A later call opens new ones. */
  close(): Promise<void>;
}

export function createTransport(options: TransportOptions): Transport {
  const { clock } = options;
  const sender = options.sender ?? createSender({ fetch: options.fetch });
  const followSignal = createFollowSignal();
  const redactor = createRedactor();
  const toAddress = createAddresses(normalizeBaseUrl(options.baseUrl));
  const authorize = createAuthorize(options.apiKey, redactor);
  const toChain = ({ observer, layer }: { observer: Observer; layer?: Layer }): Next =>
    compose(
      [
        ...(layer === undefined ? [] : [layer]),
        writeTokenLayer(options.writeTokens),
        deadlineLayer(clock),
        retryLayer({ clock, random: options.random, budget: options.retryBudget, observer }),
      ],
      createAttempt({ sender, clock, redactor, observer, authorize }),
    );
  const { hooks, debug } = options;
  const isObserved = hooks !== undefined || (debug !== undefined && debug !== false);
  const silent = isObserved ? undefined : toChain({ observer: NO_OBSERVER });
  const loadObserved = lazy(async () => toChain((await import('./observe.js')).observe({ hooks, debug }, redactor)));

  return {
    async send(row, input, request = {}) {
      const cancellation = new Cancellation();
      const cleanups = new Cleanups();
      let streaming = false;
      try {
        if (request.signal !== undefined) cleanups.add(followSignal(request.signal, cancellation));
        if (cancellation.reason !== undefined) throw cancellation.reason as Error;
        const chain = silent ?? loadObserved();
        const dispatch = chain instanceof Promise ? await chain : chain;
        const settings = toSettings(row, request, options);
        const scope = resolveNamespace(row, { input, request, ambient: options.namespace });
        const body = askForWriteToken(row, input.body, settings.consistency);
        const made = createBody(row, body, {
          onProgress: request.onProgress,
          vectorPrecision: request.vectorPrecision ?? options.vectorPrecision,
          compression: request.compression ?? options.compression,
        });
        const source = made instanceof Promise ? await made : made;
        const streams = row.stream !== undefined && readFlag(body, row.stream);
        const call: Call = {
          row,
          url: toAddress(row, { path: scope.path, query: input.query }),
          headers: mergeHeaders(
            defaultHeaders(options.userAgent, streams, source),
            options.headers,
            input.headers,
            request.headers,
          ),
          source,
          body,
          namespace: scope.namespace,
          streams,
          settings,
          cancellation,
          startedAt: clock.now(),
          attempts: [],
          cleanups,
          phase: 'connect',
          writeToken: undefined,
        };
        const { data, response, requestId } = await dispatch(call);
        streaming = streams;
        return { data, response, requestId, attempts: call.attempts };
      } finally {
        if (!streaming) cleanups.run();
      }
    },
    close: () => sender.close(),
  };
}

/** How long an upload takes is up to the line, so that only a limit of the call itself holds for one. */
function isUpload(row: Operation): boolean {
  return row.body !== undefined && row.body.kind !== 'json';
}

function toSettings(row: Operation, request: RequestOptions, defaults: TransportOptions): CallSettings {
  const limits = isUpload(row) ? { timeoutMs: 0, deadlineMs: 0 } : defaults;
  return {
    timeoutMs: checkNumber('timeoutMs', request.timeoutMs ?? limits.timeoutMs),
    deadlineMs: checkNumber('deadlineMs', request.deadlineMs ?? limits.deadlineMs),
    maxRetries: checkNumber('maxRetries', request.maxRetries ?? defaults.maxRetries),
    consistency: request.consistency ?? defaults.consistency,
    writeToken: request.writeToken,
    resultVectors: request.resultVectors ?? defaults.resultVectors,
  };
}

function checkNumber(option: string, value: number): number {
  if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return value;
  throw new ConfigError(`${option} must be a number from 0 up, got ${String(value)}.`, { option });
}

function defaultHeaders(userAgent: string, streams: boolean, source: BodySource | undefined): Record<string, string> {
  const headers: Record<string, string> = {
    accept: streams ? 'text/event-stream' : 'application/json',
    'user-agent': userAgent,
  };
  if (source !== undefined) {
    headers['content-type'] = source.contentType;
    if (source.encoding !== undefined) headers['content-encoding'] = source.encoding;
    if (source.size !== undefined) headers['content-length'] = String(source.size);
  }
  return headers;
}

function readFlag(body: unknown, field: string): boolean {
  return typeof body === 'object' && body !== null && (body as Record<string, unknown>)[field] === true;
}
