import type { Consistency } from './call.js';
import { ConfigError } from './errors.js';
import type { Clock } from './internal/clock.js';
import { unknownOption } from './resources/arguments.js';
import type { DebugOption } from './transport/debug-log.js';
import type { Hooks } from './transport/hooks.js';
import type { WriteTokens } from './transport/write-token.js';

/** Options of a client. Each can be left out; a call can override those that `RequestOptions` names too. */
export interface ClientOptions {
  /** API key, or a function that gives the current one. Default: `MIXPEEK_API_KEY`. Never logged, never in an error. */
  apiKey?: string | (() => string | Promise<string>);
  /** Namespace id or name of calls that name none. Default: `MIXPEEK_NAMESPACE`. */
  namespace?: string;
  /** Where the API is, with or without `/v1`. Default: `MIXPEEK_BASE_URL`, else `https://api.mixpeek.com`. */
  baseUrl?: string;
  /** Limit for each attempt in milliseconds, until the last byte of the answer. Default 60,000; uploads are not limited. `0`: none. */
  timeoutMs?: number;
  /** Limit for a whole call in milliseconds: all attempts, back-off and body. Default 0: none beyond the attempts' own. */
  deadlineMs?: number;
  /** Further attempts after the first, for failures that may be repeated safely. Default 3. */
  maxRetries?: number;
  /** Headers sent with every request. `null` leaves one of the client's own out. */
  headers?: Readonly<Record<string, string | null>>;
  /** `session` (default): reads see this client's own writes. `eventual`: plain reads. */
  consistency?: Consistency;
  /** Write tokens to read and remember with. Default: the client's own store. Pass another client's `writeTokens` to share it. */
  writeTokens?: WriteTokens;
  /** For how long a write token is sent, in milliseconds. Default 60,000: plain reads have caught up by then. */
  writeTokenMaxAgeMs?: number;
  /** Sends every request, in place of the platform's own way. Called as `fetch(url, init)`. */
  fetch?: typeof globalThis.fetch;
  /** Observers of requests, answers, retries and failures. They see no key. */
  hooks?: Hooks;
  /** `true` writes a line per request to stderr, a function receives the lines. Keys are redacted, vectors summarised. */
  debug?: DebugOption;
  /** Time, for tests. */
  clock?: Clock;
  /** Randomness in [0, 1) for back-off, for tests. */
  random?: () => number;
}

const OPTIONS: Readonly<Record<keyof ClientOptions, true>> = {
  apiKey: true,
  namespace: true,
  baseUrl: true,
  timeoutMs: true,
  deadlineMs: true,
  maxRetries: true,
  headers: true,
  consistency: true,
  writeTokens: true,
  writeTokenMaxAgeMs: true,
  fetch: true,
  hooks: true,
  debug: true,
  clock: true,
  random: true,
};

/** Names that people bring from other clients. */
const RENAMED: Readonly<Record<string, keyof ClientOptions>> = {
  api_key: 'apiKey',
  key: 'apiKey',
  token: 'apiKey',
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
  for (const key of Object.keys(options)) {
    if (key in OPTIONS) continue;
    const renamed = RENAMED[key];
    if (renamed === undefined) throw unknownOption(key, Object.keys(OPTIONS));
    throw new ConfigError(`Unknown option "${key}".`, { option: key, hint: `It is called "${renamed}" here.` });
  }
  checkCount('timeoutMs', options.timeoutMs);
  checkCount('deadlineMs', options.deadlineMs);
  checkCount('maxRetries', options.maxRetries);
  checkCount('writeTokenMaxAgeMs', options.writeTokenMaxAgeMs);
  if (options.fetch !== undefined && typeof options.fetch !== 'function') {
    throw new ConfigError('fetch must be a function.', { option: 'fetch' });
  }
  if (options.consistency !== undefined && options.consistency !== 'session' && options.consistency !== 'eventual') {
    throw new ConfigError(
      `consistency is ${JSON.stringify(options.consistency)}; it must be "session" or "eventual".`,
      {
        option: 'consistency',
      },
    );
  }
  return options;
}

function checkCount(option: keyof ClientOptions, value: unknown): void {
  if (value === undefined || (typeof value === 'number' && value >= 0 && !Number.isNaN(value))) return;
  throw new ConfigError(`${option} is ${String(value)}; it must be a number from 0 up.`, { option });
}

/** An environment variable; `undefined` when unset, empty, or where there is no environment. */
export function readEnvironment(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  const value = process?.env?.[name]?.trim();
  return value === '' ? undefined : value;
}
