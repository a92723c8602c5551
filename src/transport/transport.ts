import { createSender } from '#sender';
import type {
  AttemptInfo,
  CacheOptions,
  Compression,
  Consistency,
  HedgeOptions,
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
import { createInFlight, type InFlight } from './in-flight.js';
import { compose, type Answer, type Call, type CallSettings, type Layer, type Next } from './middleware.js';
import type { Observing } from './observe.js';
import type { PresignedPut, PutResult } from './presigned-put.js';
import { NO_OBSERVER, type Observer } from './observer.js';
import { toReadSettings } from './read-settings.js';
import { createRedactor } from './redact.js';
import type { RetryBudget } from './retry-budget.js';
import { retryLayer } from './retry.js';
import { resolveNamespace } from './scope.js';
import type { Sender } from './sender.js';
import type { SharedReads } from './shared-reads.js';
import { normalizeBaseUrl } from './url.js';
import type { WriteTokens } from './write-token.js';

export interface TransportOptions {
  /** With or without a trailing `/v1`. */
  baseUrl: string;
  apiKey: ApiKey;
  /** Key of a published retriever, for operations that take one. */
  publicKey?: string | undefined;
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
  /** Default: none. */
  hedge?: HedgeOptions | false | undefined;
  /** Default `false`. */
  dedupe?: boolean | undefined;
  /** Default: none. */
  cache?: CacheOptions | false | undefined;
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
  /** Shared by clients that share a sender. Default: one of its own. */
  inFlight?: InFlight | undefined;
  /** Shared by clients that share write tokens. Default: one of its own. */
  sharedReads?: (() => SharedReads | Promise<SharedReads>) | undefined;
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
  readonly cached?: true;
}

export interface Transport {
  /**
   * Sends a row's request and reads the answer.
   * @throws ApiError, ConnectionError, TimeoutError, AbortError, DecodeError; ValidationError and ConfigError before anything is sent.
   */
  send(row: Operation, input: CallInput, options?: RequestOptions): Promise<RawResult>;
  /** Puts a file to a presigned address, without the key. As long as the line takes, unless the call sets a limit. */
  put(upload: PresignedPut, options?: RequestOptions): Promise<PutResult>;
  /** Waits for the calls under way, then closes the connections. A later call opens new ones. */
  close(): Promise<void>;
}

export function createTransport(options: TransportOptions): Transport {
  const { clock, writeTokens, inFlight = createInFlight() } = options;
  const sender = options.sender ?? createSender({ fetch: options.fetch });
  const followSignal = createFollowSignal();
  const redactor = createRedactor();
  const toAddress = createAddresses(normalizeBaseUrl(options.baseUrl));
  const authorize = createAuthorize(options, redactor);
  const toChain = ({ observer, layer }: Observed, reads?: SharedReads): Next =>
    compose(
      [
        ...(layer === undefined ? [] : [layer]),
        writeTokenLayer(writeTokens),
        deadlineLayer(clock),
        ...(reads === undefined ? [] : [reads.reuse({ authorize, redactor })]),
        retryLayer({ clock, random: options.random, budget: options.retryBudget, observer }),
        ...(reads === undefined ? [] : [reads.hedge]),
      ],
      createAttempt({ sender, clock, redactor, observer, authorize }),
    );
  const { hooks, debug } = options;
  const isObserved = hooks !== undefined || (debug !== undefined && debug !== false);
  const silent = isObserved ? undefined : toChain({ observer: NO_OBSERVER });
  const loadObserver = async (): Promise<Observing> =>
    (await import('./observe.js')).observe({ hooks, debug }, redactor);
  const loadObserved = lazy(async () => toChain(await loadObserver()));
  const sharedReads = options.sharedReads ?? lazySharedReads({ clock, writeTokens, cache: options.cache });
  const loadForReads = lazy(async () => {
    const [observed, reads] = await Promise.all([
      isObserved ? loadObserver() : { observer: NO_OBSERVER },
      sharedReads(),
    ]);
    return toChain(observed, reads);
  });

  return {
    async send(row, input, request = {}) {
      const cancellation = new Cancellation();
      const cleanups = new Cleanups();
      cleanups.add(inFlight.enter());
      let streaming = false;
      try {
        if (request.signal !== undefined) cleanups.add(followSignal(request.signal, cancellation));
        if (cancellation.reason !== undefined) throw cancellation.reason as Error;
        const streams = row.stream !== undefined && readFlag(input.body, row.stream);
        const settings = toSettings(row, streams, { request, defaults: options });
        const chain = settings.reads === undefined ? (silent ?? loadObserved()) : loadForReads();
        const dispatch = chain instanceof Promise ? await chain : chain;
        const scope = resolveNamespace(row, { input, request, ambient: options.namespace });
        const body = askForWriteToken(row, input.body, settings.consistency);
        const made = createBody(row, body, {
          onProgress: request.onProgress,
          vectorPrecision: request.vectorPrecision ?? options.vectorPrecision,
          compression: request.compression ?? options.compression,
        });
        const source = made instanceof Promise ? await made : made;
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
          sending: undefined,
        };
        const sending = dispatch(call);
        const answer = row.retry === 'safe' ? await sending : await noting(writeTokens, call, sending);
        streaming = streams;
        const { data, response, requestId, cached } = answer;
        const { attempts } = call;
        return cached === true
          ? { data, response, requestId, attempts, cached }
          : { data, response, requestId, attempts };
      } finally {
        if (!streaming) cleanups.run();
      }
    },
    async put(upload, request = {}) {
      const leave = inFlight.enter();
      try {
        const { putPresigned } = await import('./presigned-put.js');
        const { random, retryBudget, maxRetries } = options;
        return await putPresigned(upload, request, {
          sender,
          clock,
          redactor,
          followSignal,
          random,
          retryBudget,
          maxRetries,
        });
      } finally {
        leave();
      }
    },
    async close() {
      await inFlight.ended();
      await sender.close();
    },
  };
}

interface Observed {
  readonly observer: Observer;
  readonly layer?: Layer;
}

/** What reads share once one of them asks for it. */
export function lazySharedReads({
  clock,
  writeTokens,
  cache,
}: Pick<TransportOptions, 'clock' | 'writeTokens' | 'cache'>): () => SharedReads | Promise<SharedReads> {
  return lazy(async () => {
    const { createSharedReads } = await import('./shared-reads.js');
    const limits = cache === false ? undefined : cache;
    return createSharedReads({ clock, writes: writeTokens.writes, ...limits });
  });
}

/** Counts a write when it has ended, before its caller knows: also a failed one, which may have been carried out. */
async function noting(tokens: WriteTokens, call: Call, sending: Promise<Answer>): Promise<Answer> {
  try {
    return await sending;
  } finally {
    // What is done to a namespace itself may concern others too, as do writes outside of one.
    tokens.writes.note(call.row.namespace?.arg === true ? undefined : call.namespace);
  }
}

/** How long an upload takes is up to the line, so that only a limit of the call itself holds for one. */
function isUpload(row: Operation): boolean {
  return row.body !== undefined && row.body.kind !== 'json';
}

function toSettings(
  row: Operation,
  streams: boolean,
  { request, defaults }: { request: RequestOptions; defaults: TransportOptions },
): CallSettings {
  const limits = isUpload(row) ? { timeoutMs: 0, deadlineMs: 0 } : defaults;
  return {
    timeoutMs: checkNumber('timeoutMs', request.timeoutMs ?? limits.timeoutMs),
    deadlineMs: checkNumber('deadlineMs', request.deadlineMs ?? limits.deadlineMs),
    maxRetries: checkNumber('maxRetries', request.maxRetries ?? defaults.maxRetries),
    consistency: request.consistency ?? defaults.consistency,
    writeToken: request.writeToken,
    resultVectors: request.resultVectors ?? defaults.resultVectors,
    reads: streams ? undefined : toReadSettings(row, request, defaults),
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
