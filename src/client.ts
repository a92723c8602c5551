/// <reference lib="esnext.disposable" preserve="true" />
import type { ApiPromise, PagePromise } from './call.js';
import { connect } from './connect.js';
import type { Connection } from './connect.js';
import { roster } from './generated/roster.js';
import type { ClientOptions } from './options.js';
import { bindRoster } from './resources/bind.js';
import { createCallById } from './resources/call-by-id.js';
import { extensions } from './resources/extensions.js';
import type { PaginateOptions } from './resources/paginate.js';
import type { Resources } from './resources/index.js';
import { createRawRequest } from './resources/raw-request.js';
import type { RawRequest } from './resources/raw-request.js';
import { createSearch } from './resources/search.js';
import type { Search } from './resources/search-types.js';
import type { WarmUpOptions } from './resources/warm-up.js';
import type { WriteTokens } from './transport/write-token.js';

// eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unsafe-declaration-merging -- the constructor assigns every resource, so that their roster is kept in one place
export interface Mixpeek extends Resources {}

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
  readonly #connection: Connection;

  constructor(options: ClientOptions = {}) {
    this.#connection = connect(options);
    const { binding, transport, writeTokens } = this.#connection;
    const resources = bindRoster(roster, extensions, binding);
    Object.assign(this, resources);
    this.writeTokens = writeTokens;
    this.search = createSearch(binding.context);
    this.request = createRawRequest(transport);
    this.call = createCallById(resources, roster);
  }

  /**
   * Reads a long list to its end, whichever way it is paged, asking for the next page while the items of this one are read.
   * For a plain loop, `for await (const item of mp.tasks.list())` is enough.
   *
   * @throws {ConfigError} for an option that is unknown or wrong
   * @example
   * let position: string | number | undefined;
   * const objects = mp.paginate(mp.tasks.list({ status: 'FAILED' }), {
   *   maxItems: 10_000,
   *   onPageRead: (page) => (position = page.nextPosition), // where another run can go on
   * });
   * for await (const task of objects) console.log(task.task_id);
   */
  async *paginate<Body, Item>(
    list: PagePromise<Body, Item>,
    options?: PaginateOptions<Body, Item>,
  ): AsyncGenerator<Item, void, undefined> {
    const { paginate } = await import('./resources/paginate.js');
    yield* paginate(list, options);
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
    return new Mixpeek(this.#connection.derive(options));
  }

  /**
   * Opens connections before they are needed, so that the first calls need not wait for TCP, TLS and code that is loaded on
   * first use. Costs one small request per connection (`health.liveness`), sent without the key. Connections that stay idle are closed
   * after some 30 seconds, or when the service says so.
   *
   * @throws what a call throws when the service cannot be reached
   * @example
   * await mp.warmUp({ connections: 8 });
   */
  async warmUp(options?: WarmUpOptions): Promise<void> {
    const { warmUp } = await import('./resources/warm-up.js');
    await warmUp(this.#connection.transport, options);
  }

  /**
   * Waits for the calls under way, also for those being retried and for streams being read, then closes the connections, so
   * that nothing keeps the process alive. A later call opens new ones. Clients made by `withOptions` share connections: closing
   * one waits for the calls of all, and all can go on.
   */
  async close(): Promise<void> {
    await this.#connection.transport.close();
  }

  /** Same as `close`, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
