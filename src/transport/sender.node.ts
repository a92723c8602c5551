import type { Agent, Dispatcher } from 'undici';
import { sendWithFetch } from './fetch-sender.js';
import { createNativeFetchTest } from './native-fetch.js';
import { usesProxy } from './proxy.js';
import type { Sender } from './sender.js';

type Send = Sender['send'];

interface Connections {
  readonly send: Send;
  readonly dispatcher: Dispatcher;
}

/**
 * Node's sender. Undici's dispatcher costs a fraction of `fetch`, so it is used while nobody needs to see the requests:
 * a `fetch` option, or a `globalThis.fetch` that is not Node's own, takes over, looked up at every request.
 */
export function createSender(options: { fetch?: typeof globalThis.fetch | undefined } = {}): Sender {
  const isNative = createNativeFetchTest();
  let loading: Promise<Connections> | undefined;
  let connections: Connections | undefined;

  const usesUndici = (): boolean => options.fetch === undefined && isNative(globalThis.fetch);

  async function open(): Promise<Connections> {
    const [undici, { createUndiciSend }] = await Promise.all([import('undici'), import('./undici-send.js')]);
    const dispatcher = createDispatcher(undici);
    return (connections = { dispatcher, send: createUndiciSend(dispatcher) });
  }

  return {
    // undici waits for `drain` after every write that the socket did not take at once. Below the socket's high-water mark
    // it does not wait: chunks that are filled again must be larger than that, 64 KiB.
    readsInStep: usesUndici,
    send(request) {
      if (!usesUndici()) {
        const fetch = options.fetch ?? globalThis.fetch;
        return sendWithFetch((input, init) => fetch(input, init), request, { streams: true });
      }
      if (connections !== undefined) return connections.send(request);
      return request.cancellation.race((loading ??= open())).then(({ send }) => send(request));
    },
    async close() {
      const opened = loading;
      loading = undefined;
      connections = undefined;
      if (opened !== undefined) await (await opened).dispatcher.close();
    },
  };
}

function createDispatcher(undici: typeof import('undici')): Dispatcher {
  const settings: Agent.Options = {
    // The limits are the caller's deadline and timeout; undici's own would end long calls after five minutes.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: 10_000 },
    // Servers that say for how long they keep a connection are believed; half a minute is less than the others do.
    keepAliveTimeout: 30_000,
  };
  return usesProxy(process.env) ? new undici.EnvHttpProxyAgent(settings) : new undici.Agent(settings);
}
