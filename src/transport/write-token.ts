import { ConfigError } from '../errors.js';
import type { Clock } from '../internal/clock.js';
import { Writes } from './writes.js';

/** A token and its age. */
export interface WriteToken {
  /** Opaque. Belongs to one namespace. */
  readonly token: string;
  /** When it was received, in milliseconds since the Unix epoch. */
  readonly at: number;
}

/** Tokens by namespace, as JSON for another process. */
export type WriteTokensJson = Readonly<Record<string, WriteToken>>;

export interface WriteTokensOptions {
  clock: Clock;
  /** Older tokens are forgotten: plain reads have caught up by then. Default 60,000. */
  maxAgeMs?: number;
}

const DEFAULT_MAX_AGE_MS = 60_000;
const PRUNE_ABOVE = 1_000;

/**
 * The newest write token of each namespace. A read that carries it sees the write that returned it.
 *
 * @example
 * const json = JSON.stringify(mp.writeTokens);      // in the process that wrote
 * other.writeTokens.from(JSON.parse(json));         // in the process that reads
 */
export class WriteTokens {
  /** Counts the writes of the clients that share this store, so that what was read before them is not served from a cache. */
  readonly writes = new Writes();
  readonly #tokens = new Map<string, WriteToken>();
  readonly #clock: Clock;
  readonly #maxAgeMs: number;

  constructor({ clock, maxAgeMs = DEFAULT_MAX_AGE_MS }: WriteTokensOptions) {
    this.#clock = clock;
    this.#maxAgeMs = maxAgeMs;
  }

  /** The token to read with, or `undefined` when there is none young enough. */
  get(namespace: string): string | undefined {
    const entry = this.#tokens.get(namespace);
    if (entry === undefined) return undefined;
    if (this.#isYoung(entry)) return entry.token;
    this.#tokens.delete(namespace);
    return undefined;
  }

  /** Remembers a token. An older one than the one held is ignored. `at` is in milliseconds since the epoch, default now. */
  set(namespace: string, token: string, options: { at?: number } = {}): this {
    const at = options.at ?? this.#clock.now();
    this.writes.note(namespace);
    const held = this.#tokens.get(namespace);
    if (held === undefined || at >= held.at) this.#tokens.set(namespace, { token, at });
    if (this.#tokens.size > PRUNE_ABOVE) this.#prune();
    return this;
  }

  /** Forgets a namespace's token; with `token`, only if it is that one. */
  delete(namespace: string, token?: string): boolean {
    if (token !== undefined && this.#tokens.get(namespace)?.token !== token) return false;
    return this.#tokens.delete(namespace);
  }

  /** Namespaces and their tokens, those that are too old left out. */
  entries(): IterableIterator<[string, WriteToken]> {
    this.#prune();
    return new Map(this.#tokens).entries();
  }

  [Symbol.iterator](): IterableIterator<[string, WriteToken]> {
    return this.entries();
  }

  /** The tokens for `from` in another process, those that are too old left out. */
  toJSON(): WriteTokensJson {
    return Object.fromEntries(this.entries());
  }

  /**
   * Takes over tokens of another client, as its `toJSON` gave them. The newer one of two wins.
   * @throws ConfigError when it is something else.
   */
  from(json: WriteTokensJson): this {
    const tokens: unknown = json;
    if (typeof tokens !== 'object' || tokens === null || Array.isArray(tokens)) {
      throw new ConfigError('writeTokens to take over must be an object from namespace to { token, at }.', {
        option: 'writeTokens',
        hint: 'Pass what JSON.stringify(mp.writeTokens) gave, parsed.',
      });
    }
    for (const [namespace, given] of Object.entries(tokens as Readonly<Record<string, unknown>>)) {
      const { token, at } = (given ?? {}) as Partial<WriteToken>;
      if (typeof token !== 'string' || typeof at !== 'number' || !Number.isFinite(at)) {
        throw new ConfigError(`writeTokens of namespace ${JSON.stringify(namespace)} must be { token, at }.`, {
          option: 'writeTokens',
          hint: 'Pass what JSON.stringify(mp.writeTokens) gave, parsed.',
        });
      }
      this.set(namespace, token, { at });
    }
    return this;
  }

  #isYoung(entry: WriteToken): boolean {
    return this.#clock.now() - entry.at <= this.#maxAgeMs;
  }

  #prune(): void {
    for (const [namespace, entry] of this.#tokens) if (!this.#isYoung(entry)) this.#tokens.delete(namespace);
  }
}
