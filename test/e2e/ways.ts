import { setupServer } from 'msw/node';
import { onTestFinished } from 'vitest';
import { Mixpeek } from '../../src/index.js';
import type { ClientOptions } from '../../src/index.js';
import { mswHandlers } from '../../src/server/msw.js';
import type { Server, ServerOptions } from '../../src/server/index.js';
import { startReferenceServer } from '../helpers/server.js';

/** A key of the enterprise tier, and one of the free tier. */
export const KEY = 'sk_test_enterprise';
export const FREE_KEY = 'sk_test_free';

/** A server and how to reach it. A flow knows no more. */
export interface World {
  readonly server: Server;
  /** A client of the server, with stores of its own. */
  connect(options?: ClientOptions): Mixpeek;
}

export type Way = (options?: ServerOptions) => Promise<World>;

/** The service's own address: what msw answers in its place. */
const SERVICE = 'https://api.mixpeek.com';

function startServer(options: ServerOptions = {}): Server {
  const keys = [
    { key: KEY, tier: 'enterprise' },
    { key: FREE_KEY, tier: 'free' },
  ] as const;
  return startReferenceServer({ clock: 'manual', keys, rateLimit: false, ...options });
}

function connectWith(common: ClientOptions): World['connect'] {
  return (options = {}) => {
    const mp = new Mixpeek({ apiKey: KEY, maxRetries: 0, ...common, ...options });
    onTestFinished(() => mp.close());
    return mp;
  };
}

async function inProcess(options?: ServerOptions): Promise<World> {
  const server = startServer(options);
  return { server, connect: connectWith({ fetch: server.fetch }) };
}

async function throughMsw(options?: ServerOptions): Promise<World> {
  const server = startServer(options);
  intercept(server);
  return { server, connect: connectWith({ baseUrl: SERVICE }) };
}

/** An application's client is often older than the test that intercepts it. */
async function throughMswLater(options?: ServerOptions): Promise<World> {
  const server = startServer(options);
  const early = connectWith({ baseUrl: SERVICE })();
  intercept(server);
  // Another age of write tokens means a store of its own.
  return { server, connect: (more = {}) => early.withOptions({ writeTokenMaxAgeMs: 60_000, ...more }) };
}

async function overHttp(options?: ServerOptions): Promise<World> {
  const server = startServer(options);
  const { url } = await server.listen();
  return { server, connect: connectWith({ baseUrl: url }) };
}

function intercept(server: Server): void {
  const interceptor = setupServer(...mswHandlers(server));
  interceptor.listen({ onUnhandledRequest: 'error' });
  onTestFinished(() => interceptor.close());
}

export const ways = {
  'in process': inProcess,
  'through msw': throughMsw,
  'through msw that listens after the client was made': throughMswLater,
  'over HTTP': overHttp,
} as const satisfies Record<string, Way>;
