/// <reference lib="esnext.disposable" preserve="true" />
import { connect } from './connect.js';
import type { ResourceDefinition } from './operation.js';
import type { ClientOptions } from './options.js';
import { bindDefinition } from './resources/bind.js';
import { createRawRequest } from './resources/raw-request.js';
import type { RawRequest } from './resources/raw-request.js';
import type { WarmUpOptions } from './resources/warm-up.js';
import type { WriteTokens } from './transport/write-token.js';

/** Resources by the names they get on the client. */
export type Definitions = Readonly<Record<string, ResourceDefinition<unknown>>>;

/** The resources that a client was made of, and what every client has. */
export type ModularClient<Given extends Definitions> = {
  readonly [Name in keyof Given]: Given[Name] extends ResourceDefinition<infer Methods> ? Methods : never;
} & ClientBase;

/** What every client has beside its resources. */
export interface ClientBase {
  /** The newest write token of each namespace: what lets a read see this client's own writes. */
  readonly writeTokens: WriteTokens;
  /** Sends any request with this client's key, retries and limits. */
  readonly request: RawRequest;
  /** Opens connections before they are needed, by one small request each that carries no key. Default 1. Throws what a call throws. */
  warmUp(options?: WarmUpOptions): Promise<void>;
  /** Waits for the calls under way, then closes the connections, so that nothing keeps the process alive. A later call opens new ones. */
  close(): Promise<void>;
  /** Same as `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * A client of a few resources, for web pages: what you do not name is not bundled. The methods are those of `Mixpeek`.
 *
 * @throws {ConfigError} for an option that is unknown or wrong
 * @example
 * import { createClient } from 'mixpeek';
 * import { retrievers } from 'mixpeek/resources';
 *
 * const mp = createClient({ retrievers }, { apiKey, namespace: 'my-vectors' });
 * const { documents } = await mp.retrievers.execute('ret_1', { inputs: { q: 'hello' } });
 */
export function createClient<const Given extends Definitions>(
  resources: Given,
  options: ClientOptions = {},
): ModularClient<Given> {
  const { binding, transport, writeTokens } = connect(options);
  const bound = Object.entries(resources).map(([name, definition]) => [name, bindDefinition(definition, binding)]);
  const base: ClientBase = {
    writeTokens,
    request: createRawRequest(transport),
    warmUp: async (options) => (await import('./resources/warm-up.js')).warmUp(transport, options),
    close: () => transport.close(),
    [Symbol.asyncDispose]: () => transport.close(),
  };
  // The only cast from what the definitions say to what was bound by them.
  return { ...(Object.fromEntries(bound) as object), ...base } as ModularClient<Given>;
}
