import { Mixpeek } from '../../src/client.js';
import type { ClientOptions } from '../../src/options.js';
import type { Server, ServerOptions } from '../../src/server/index.js';
import { createManualClock, type ManualClock } from './clock.js';
import { observeFetch, type ObservedRequest, type Reply } from './fetch.js';
import { startReferenceServer } from './server.js';

export const KEY = 'sk_test_0123456789abcdef';

export interface ServedClient {
  mp: Mixpeek;
  server: Server;
  /** Another client of the same server, with stores of its own. */
  connect(options?: ClientOptions): Mixpeek;
}

/** A client of a fresh reference server in this process. */
export function setupClient(options: ClientOptions = {}, serverOptions: ServerOptions = {}): ServedClient {
  const server = startReferenceServer(serverOptions);
  const connect = (more: ClientOptions = {}): Mixpeek =>
    new Mixpeek({ apiKey: KEY, baseUrl: 'http://mixpeek.test', fetch: server.fetch, maxRetries: 0, ...more });
  return { mp: connect({ namespace: 'ns', ...options }), server, connect };
}

export interface ObservedClient {
  mp: Mixpeek;
  requests: readonly ObservedRequest[];
  clock: ManualClock;
}

/** A client without retries on a clock that stands still, whose requests are kept and answered with the replies in turn. */
export function observeClient(replies: Reply | readonly Reply[], options: ClientOptions = {}): ObservedClient {
  const fetch = observeFetch(...[replies].flat());
  const clock = createManualClock();
  const mp = new Mixpeek({
    apiKey: KEY,
    namespace: 'ns',
    baseUrl: 'https://api.test',
    maxRetries: 0,
    fetch,
    clock,
    random: () => 0.5,
    ...options,
  });
  return { mp, requests: fetch.requests, clock };
}

/** The JSON body of a request. */
export function bodyOf(request: ObservedRequest | undefined): Record<string, unknown> {
  return JSON.parse(request?.body ?? 'null') as Record<string, unknown>;
}
