/// <reference lib="esnext.disposable" preserve="true" />
import { createSender } from '#sender';
import type { ApiPromise, PagePromise } from './call.js';
import { operations } from './rows.js';
import { systemClock } from './internal/clock.js';
import { checkOptions, DEFAULT_BASE_URL, readEnvironment } from './options.js';
import type { ClientOptions } from './options.js';
import { createRawRequest } from './resources/raw-request.js';
import type { RawRequest } from './resources/raw-request.js';
import { createResources } from './resources/index.js';
import type { Resources } from './resources/index.js';
import { createKnownConfigs } from './resources/known-configs.js';
import type { KnownConfigs } from './resources/known-configs.js';
import { createSearch } from './resources/search.js';
import type { Search } from './resources/search-types.js';
import { createRetryBudget } from './transport/retry-budget.js';
import type { RetryBudget } from './transport/retry-budget.js';
import type { Sender } from './transport/sender.js';
import { createTransport } from './transport/transport.js';
import type { Transport } from './transport/transport.js';
import { WriteTokens } from './transport/write-token.js';
import { version } from './version.js';

// eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unsafe-declaration-merging -- the constructor assigns every resource, so that their roster is kept in one place
export interface Mixpeek extends Resources {}

/** What a client and those made from it by `withOptions` have in common. */
interface Shared {
  readonly sender: Sender;
  readonly retryBudget: RetryBudget;
  readonly knownConfigs: KnownConfigs;
  readonly writeTokens: WriteTokens;
}

/** Not a name, so that nobody can pass it and no check sees it. */
const SHARED = Symbol('shared parts');
interface SharingOptions extends ClientOptions {
  [SHARED]?: Partial<Shared>;
}

function keepShared(shared: Shared, changes: ClientOptions): Partial<Shared> {
  const { sender, retryBudget, knownConfigs, writeTokens } = shared;
  const isSameService = !('baseUrl' in changes);
  return {
    ...('fetch' in changes ? {} : { sender }),
    ...(isSameService && !('clock' in changes) ? { retryBudget } : {}),
    ...(isSameService && !('apiKey' in changes) ? { knownConfigs } : {}),
    ...(isSameService && !('writeTokenMaxAgeMs' in changes) ? { writeTokens } : {}),
  };
}

/**
 * A client of the Mixpeek API.
 *
 * Makes no request when it is made. Options left out come from `MIXPEEK_API_KEY`, `MIXPEEK_NAMESPACE` and `MIXPEEK_BASE_URL`.
 *
 * @throws {ConfigError} for an option that is unknown or wrong
 * @example
 * const mp = new Mixpeek({ apiKey: process.env.MIXPEEK_API_KEY, namespace: 'my-vectors' });
 * const { documents } = await mp.search({ queries: [{ vector_name: 'text_8', vector, top_k: 5 }] });
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- the constructor assigns every resource of the interface
export class Mixpeek {
  /** The newest write token of each namespace: what lets a read see this client's own writes. Can be handed to another process. */
  readonly writeTokens: WriteTokens;
  /**
   * Searches a namespace by vectors, by texts, by keywords, or by several of them at once. One request.
   *
   * @throws {ValidationError} before anything is sent, naming the field: `queries[0].vector[3]`
   * @throws {ApiError} 400 when an index does not exist, or when a text is to be embedded and the namespace was not promoted
   * @example
   * const { documents } = await mp.search({ queries: [{ vector_name: 'text_8', vector, top_k: 5 }], filters: { lang: 'en' } });
   */
  readonly search: Search;
  /**
   * Sends any request with this client's key, retries and limits: for what has no method.
   *
   * @throws {ValidationError} for a path that would leave the API
   * @example
   * const task = await mp.request('GET', '/v1/tasks/tsk_1');
   */
  readonly request: RawRequest;
  /**
   * Runs an operation by its id, with its method's arguments.
   *
   * @throws {ValidationError} for an id that names no operation
   * @example
   * const namespace = await mp.call('namespaces.get', 'my-vectors');
   */
  readonly call: (
    operation: string,
    ...args: readonly unknown[]
  ) => ApiPromise<unknown> | PagePromise<unknown, unknown>;
  readonly #options: ClientOptions;
  readonly #shared: Shared;
  readonly #transport: Transport;

  constructor(options: ClientOptions = {}) {
    const given = checkOptions(options);
    const clock = given.clock ?? systemClock;
    const random = given.random ?? Math.random;
    const namespace = given.namespace ?? readEnvironment('MIXPEEK_NAMESPACE');
    const {
      sender = createSender({ fetch: given.fetch }),
      retryBudget = createRetryBudget({ clock }),
      knownConfigs = createKnownConfigs(),
      writeTokens = new WriteTokens({
        clock,
        ...(given.writeTokenMaxAgeMs === undefined ? {} : { maxAgeMs: given.writeTokenMaxAgeMs }),
      }),
    } = (given as SharingOptions)[SHARED] ?? {};
    this.#options = given;
    this.writeTokens = given.writeTokens ?? writeTokens;
    this.#shared = { sender, retryBudget, knownConfigs, writeTokens: this.writeTokens };
    this.#transport = createTransport({
      baseUrl: given.baseUrl ?? readEnvironment('MIXPEEK_BASE_URL') ?? DEFAULT_BASE_URL,
      apiKey: given.apiKey ?? readEnvironment('MIXPEEK_API_KEY'),
      namespace,
      timeoutMs: given.timeoutMs ?? 60_000,
      deadlineMs: given.deadlineMs ?? 600_000,
      maxRetries: given.maxRetries ?? 3,
      headers: given.headers,
      consistency: given.consistency ?? 'session',
      hooks: given.hooks,
      debug: given.debug,
      clock,
      random,
      writeTokens: this.writeTokens,
      retryBudget,
      sender,
      userAgent: `mixpeek-js/${version}`,
    });
    const { resources, invoke, call } = createResources({
      scope: { transport: this.#transport, rows: operations },
      clock,
      random,
      knownConfigs,
      namespace,
    });
    Object.assign(this, resources);
    const dimensionOf = (index: string, target = namespace): number | undefined =>
      target === undefined ? undefined : knownConfigs.get(target)?.find(({ name }) => name === index)?.dimension;
    this.search = createSearch({ invoke, random, dimensionOf });
    this.request = createRawRequest(this.#transport);
    this.call = call;
  }

  /**
   * A client with some options changed; the rest, the connections and the write tokens are shared.
   *
   * Another `baseUrl` is another service, to which tokens mean nothing: it gets stores of its own.
   *
   * @example
   * const other = mp.withOptions({ namespace: 'other-vectors' });
   */
  withOptions(options: ClientOptions): Mixpeek {
    const changes = checkOptions(options);
    // This client's store is among the shared parts, whether it was given or not.
    const { writeTokens: _store, ...kept } = this.#options;
    const next: SharingOptions = { ...kept, ...changes, [SHARED]: keepShared(this.#shared, changes) };
    return new Mixpeek(next);
  }

  /** Closes kept-alive connections, so that a process can end at once. A later call opens new ones. */
  async close(): Promise<void> {
    await this.#transport.close();
  }

  /** Same as `close`, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
