import { nearest } from '../internal/nearest.js';
import type { KeyOption } from './authenticate.js';
import type { ClockOption } from './clock.js';
import type { Tier } from './context.js';
import type { EmbeddersOptions } from './embed/create-embedders.js';
import type { Embedders } from './embed/embedders.js';
import type { RateLimit } from './rate-limit.js';

/** Options of a reference server; `undefined` counts as left out. Times are in milliseconds. */
export interface ServerOptions {
  /** Directory that keeps the state. Default: in memory, gone with the instance. */
  dataDir?: string | undefined;
  /** Accepted API keys. Default: any. */
  keys?: readonly KeyOption[] | undefined;
  /** What callers are entitled to. Default `enterprise`: everything. */
  tier?: Tier | undefined;
  /** How long plain reads lag behind writes, in milliseconds on the clock. Default 0. */
  lagMs?: number | undefined;
  /** How long a task takes, in milliseconds on the clock. Default 0: done by the next request. */
  taskMs?: number | undefined;
  /** How long a model deployment takes, in milliseconds on the clock. Default 0. */
  deployMs?: number | undefined;
  /** Makes ids and chances repeat. Default: secure random numbers. */
  seed?: number | undefined;
  /** Default `real`. `manual` and a start time give a clock that moves only when it is told to. */
  clock?: ClockOption | undefined;
  /** Default: on, by tier, when `tier` is given; else off. */
  rateLimit?: boolean | RateLimit | undefined;
  /** Refuses (501) operations of which only the form is right. Default false. */
  strict?: boolean | undefined;
  /** What turns text into vectors. Default: lexical embeddings, which know words but no meaning. */
  embedders?: EmbeddersOptions | Embedders | undefined;
  /** Answers 500 where an answer is not what the document says. For tests; default false. */
  checkResponses?: boolean | undefined;
  /** Largest model archive, in bytes. Default 10 GiB. */
  maxArchiveBytes?: number | undefined;
  /** Largest JSON body, in bytes, after decompression. Default 256 MiB. */
  maxBodyBytes?: number | undefined;
  /**
   * Hosts that the server may reach besides this machine: for webhooks, syncs, blobs by URL and web pages. `*.example.com`
   * is all below one. Default: none.
   */
  allowHosts?: readonly string[] | undefined;
  /** Called with what went wrong inside the server. Default: `console.error`. */
  log?: ((message: string) => void) | undefined;
}

const OPTION_NAMES = {
  dataDir: true,
  keys: true,
  tier: true,
  lagMs: true,
  taskMs: true,
  deployMs: true,
  seed: true,
  clock: true,
  rateLimit: true,
  strict: true,
  embedders: true,
  checkResponses: true,
  maxArchiveBytes: true,
  maxBodyBytes: true,
  allowHosts: true,
  log: true,
} as const satisfies Record<keyof ServerOptions, true>;

const TIERS: readonly Tier[] = ['free', 'basic', 'pro', 'enterprise'];

/** Throws on an option that does not exist or cannot be. */
export function checkOptions(options: ServerOptions): void {
  const names = Object.keys(OPTION_NAMES);
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(OPTION_NAMES, name)) continue;
    const near = nearest(name, names);
    const hint = near === undefined ? `The options are ${names.join(', ')}.` : `Did you mean "${near}"?`;
    throw new TypeError(`createServer has no option "${name}". ${hint}`);
  }
  const { tier } = options;
  if (tier !== undefined && !TIERS.includes(tier)) {
    throw new TypeError(`tier is "${tier}"; it takes one of ${TIERS.join(', ')}.`);
  }
  for (const name of ['lagMs', 'taskMs', 'deployMs', 'maxArchiveBytes', 'maxBodyBytes'] as const) {
    const value = options[name];
    if (value !== undefined && !(Number.isFinite(value) && value >= 0)) {
      throw new RangeError(`${name} is ${String(value)}; it takes a number of 0 or more.`);
    }
  }
  if (options.keys !== undefined && !Array.isArray(options.keys)) {
    throw new TypeError('keys takes a list: keys: ["sk_..."].');
  }
  if (options.allowHosts !== undefined && !Array.isArray(options.allowHosts)) {
    throw new TypeError("allowHosts takes a list: allowHosts: ['example.com', '*.example.org'].");
  }
  if (options.seed !== undefined && !Number.isFinite(options.seed)) {
    throw new RangeError(`seed is ${String(options.seed)}; it takes a number.`);
  }
}
