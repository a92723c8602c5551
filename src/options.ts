import type { CacheOptions, Compression, Consistency, HedgeOptions, ResultVectors, VectorPrecision } from './call.js';
import { ConfigError } from './errors.js';
import type { Clock } from './internal/clock.js';
import {
  aBoolean,
  aFunction,
  anObject,
  cache,
  checkOptionValues,
  compression,
  consistency,
  headers,
  hedge,
  limitMs,
  milliseconds,
  nonEmptyString,
  resultVectors,
  vectorPrecision,
  wholeNumber,
} from './resources/option-checks.js';
import type { OptionChecks } from './resources/option-checks.js';
import { describe, isPlainObject } from './resources/plain-object.js';
import type { DebugOption } from './transport/debug-log.js';
import type { Hooks } from './transport/hooks.js';
import type { WriteTokens } from './transport/write-token.js';

/** Options of a client. Each can be left out or undefined; a call can override those that `RequestOptions` names too. */
export interface ClientOptions {
  /** API key, or a function that gives the current one. Default: `MIXPEEK_API_KEY`. Never logged, never in an error. */
  apiKey?: string | (() => string | Promise<string>) | undefined;
  /**
   * Key of a published retriever, `ret_sk_...`, sent with public operations that take one. Unlike `apiKey` it is no secret, and
   * a client in a browser needs no other. Default: `MIXPEEK_PUBLIC_KEY`.
   */
  publicKey?: string | undefined;
  /** Namespace id or name of calls that name none. Default: `MIXPEEK_NAMESPACE`. */
  namespace?: string | undefined;
  /** Where the API is, with or without `/v1`. Default: `MIXPEEK_BASE_URL`, else `https://api.mixpeek.com`. */
  baseUrl?: string | undefined;
  /** Limit for each attempt in milliseconds, until the last byte of the answer, or the first of an event stream. Default 60,000; uploads are not limited. `0`: none. */
  timeoutMs?: number | undefined;
  /** Limit for a whole call in milliseconds: all attempts, back-off and body. Default 600,000 (ten minutes); uploads are not limited. `0`: none. */
  deadlineMs?: number | undefined;
  /** Further attempts after the first, for failures that may be repeated safely. Default 3. */
  maxRetries?: number | undefined;
  /** Headers sent with every request. `null` leaves one of the client's own out. */
  headers?: Readonly<Record<string, string | null>> | undefined;
  /** `session` (default): reads see this client's own writes. `eventual`: plain reads. */
  consistency?: Consistency | undefined;
  /**
   * How the elements of `number[]` vectors of an upsert are written. `float32` (default): rounded to what an index keeps, at half
   * the size. `float64`: with all their digits. A `Float32Array` is always written exactly.
   */
  vectorPrecision?: VectorPrecision | undefined;
  /**
   * What documents' dense vectors come back as, where they are asked for (`return_vectors`). `array` (default): `number[]`.
   * `float32`: `Float32Array`, read from the answer without a list of doubles; a thousand documents take
   * half to two thirds of the time and a quarter of the memory.
   */
  resultVectors?: ResultVectors | undefined;
  /**
   * `gzip`: JSON bodies of more than 16 KiB are compressed as they are sent, for a service that takes `Content-Encoding: gzip`.
   * Vectors shrink to under half. It pays where the line carries less than
   * what one core compresses, about 100 MB/s. Default `false`.
   */
  compression?: Compression | undefined;
  /**
   * Sends reads a second time, on another connection, when their answer is slow to begin; the first answer wins. For services
   * whose slowest answers are much slower than most. Default: none.
   */
  hedge?: HedgeOptions | false | undefined;
  /**
   * `true`: reads that are the same and under way at the same time share one request; each gets a copy of its own. For programs
   * of which many parts ask the same. Default `false`.
   */
  dedupe?: boolean | undefined;
  /** Keeps answers of reads, and serves them while they are young. Default: none. */
  cache?: CacheOptions | false | undefined;
  /** Write tokens to read and remember with. Default: the client's own store. Pass another client's `writeTokens` to share it. */
  writeTokens?: WriteTokens | undefined;
  /** For how long a write token is sent, in milliseconds. Default 60,000: plain reads have caught up by then. */
  writeTokenMaxAgeMs?: number | undefined;
  /** Sends every request, in place of the platform's own way. Called as `fetch(url, init)`. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Observers of requests, answers, retries and failures. They see no key. */
  hooks?: Hooks | undefined;
  /** `true` writes a line per request to stderr, a function receives the lines. Keys are redacted, vectors summarised. */
  debug?: DebugOption | undefined;
  /** Time, for tests. */
  clock?: Clock | undefined;
  /** Randomness in [0, 1) for back-off, for tests. */
  random?: (() => number) | undefined;
}

const PRINTABLE = /^[\x21-\x7e]+$/;

const CHECKS: OptionChecks<ClientOptions> = {
  apiKey: {
    allowed: 'a string, or a function that gives one',
    accepts: (value) => typeof value === 'string' || typeof value === 'function',
    secret: true,
  },
  publicKey: {
    allowed: 'the key of a published retriever, ret_sk_...',
    accepts: (value) => typeof value === 'string' && PRINTABLE.test(value),
    secret: true,
  },
  namespace: nonEmptyString,
  baseUrl: nonEmptyString,
  timeoutMs: limitMs,
  deadlineMs: limitMs,
  maxRetries: wholeNumber,
  headers,
  consistency,
  vectorPrecision,
  resultVectors,
  compression,
  hedge,
  dedupe: aBoolean,
  cache,
  writeTokens: {
    allowed: 'the writeTokens of a client',
    accepts: (value) => typeof (value as Partial<WriteTokens> | null)?.toJSON === 'function',
  },
  writeTokenMaxAgeMs: milliseconds,
  fetch: aFunction,
  hooks: anObject,
  debug: { allowed: 'a boolean or a function', accepts: (value) => ['boolean', 'function'].includes(typeof value) },
  clock: anObject,
  random: aFunction,
};

/** Names that people bring from other clients. */
const RENAMED: Readonly<Record<string, keyof ClientOptions>> = {
  api_key: 'apiKey',
  key: 'apiKey',
  token: 'apiKey',
  public_key: 'publicKey',
  publicApiKey: 'publicKey',
  baseURL: 'baseUrl',
  base_url: 'baseUrl',
  host: 'baseUrl',
  timeout: 'timeoutMs',
  retries: 'maxRetries',
  max_retries: 'maxRetries',
  defaultHeaders: 'headers',
  namespace_id: 'namespace',
  namespaceId: 'namespace',
};

export const DEFAULT_BASE_URL = 'https://api.mixpeek.com';

/**
 * Checks options as they come from JavaScript, too.
 * @throws ConfigError naming the option, what it was and what it may be.
 */
export function checkOptions(options: ClientOptions): ClientOptions {
  if (!isPlainObject(options)) {
    throw new ConfigError(`Mixpeek takes its options as an object; got ${describe(options)}.`, {
      hint: 'new Mixpeek({ apiKey, namespace })',
    });
  }
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(CHECKS, name) || !Object.hasOwn(RENAMED, name)) continue;
    throw new ConfigError(`Unknown option "${name}".`, {
      option: name,
      hint: `It is called "${RENAMED[name] ?? ''}" here.`,
    });
  }
  checkOptionValues(options, CHECKS);
  return options;
}

/** An environment variable; `undefined` when unset, empty, or where there is no environment. */
export function readEnvironment(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  const value = process?.env?.[name]?.trim();
  return value === '' ? undefined : value;
}
