import type { Agent, Dispatcher } from 'undici';
import type { Cancellation } from '../internal/cancellation.js';
import { sendWithFetch } from './fetch-sender.js';
import { createNativeFetchTest } from './native-fetch.js';
import type { SendRequest, Sender, SentResponse } from './sender.js';

type Undici = typeof import('undici');

/**
 * Node's sender. `undici.request` costs a third of `fetch`, so it is used while nobody needs to see the requests:
 * a `fetch` option, or a `globalThis.fetch` that is not Node's own, takes over, looked up at every request.
 */
export function createSender(options: { fetch?: typeof globalThis.fetch | undefined } = {}): Sender {
  const isNative = createNativeFetchTest();
  let loading: Promise<{ undici: Undici; dispatcher: Dispatcher }> | undefined;

  const usesUndici = (): boolean => options.fetch === undefined && isNative(globalThis.fetch);

  async function load(): Promise<{ undici: Undici; dispatcher: Dispatcher }> {
    const undici = await import('undici');
    return { undici, dispatcher: createDispatcher(undici) };
  }

  return {
    // undici waits for `drain` after every write that the socket did not take at once. Below the socket's high-water mark
    // it does not wait: chunks that are filled again must be larger than that, 64 KiB.
    readsInStep: usesUndici,
    async send(request) {
      if (!usesUndici()) {
        const fetch = options.fetch ?? globalThis.fetch;
        return sendWithFetch((input, init) => fetch(input, init), request, { streams: true });
      }
      loading ??= load();
      const { dispatcher } = await loading;
      return sendWithUndici(dispatcher, request);
    },
    async close() {
      const opened = loading;
      loading = undefined;
      if (opened !== undefined) await (await opened).dispatcher.close();
    },
  };
}

const PROXY_VARIABLES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'];

function createDispatcher(undici: Undici): Dispatcher {
  // The limits are the caller's deadline and timeout; undici's own would end long calls after five minutes.
  const settings: Agent.Options = { headersTimeout: 0, bodyTimeout: 0, connect: { timeout: 10_000 } };
  const proxied = PROXY_VARIABLES.some((name) => Boolean(process.env[name]));
  const dispatcher = proxied ? new undici.EnvHttpProxyAgent(settings) : new undici.Agent(settings);
  return reportConnections(dispatcher);
}

interface ConnectReport {
  connected(): void;
}

/** Calls `opaque.connected` of a request when it gets its connection, which `undici.request` does not tell. */
function reportConnections(dispatcher: Dispatcher): Dispatcher {
  const dispatch = dispatcher.dispatch.bind(dispatcher);
  dispatcher.dispatch = (options, handler) => {
    // The handler of `undici.request`: its interface is older than the one that the types recommend.
    const requesting = handler as { opaque?: ConnectReport; onConnect?: (abort: () => void) => void };
    const { opaque, onConnect } = requesting;
    if (opaque !== undefined && onConnect !== undefined) {
      requesting.onConnect = (abort) => {
        opaque.connected();
        onConnect.call(handler, abort);
      };
    }
    return dispatch(options, handler);
  };
  return dispatcher;
}

async function sendWithUndici(dispatcher: Dispatcher, request: SendRequest): Promise<SentResponse> {
  const url = new URL(request.url);
  const report: ConnectReport = {
    connected: () => {
      request.onPhase('headers');
    },
  };
  request.onPhase('connect');
  const { statusCode, headers, body } = await dispatcher.request({
    origin: url.origin,
    path: url.pathname + url.search,
    method: request.method,
    headers: request.headers,
    // undici takes any async iterable; its type asks for a Node stream.
    body: (request.body ?? null) as Dispatcher.RequestOptions['body'] & {},
    signal: lightSignal(request.cancellation),
    opaque: report,
  });
  return {
    status: statusCode,
    url: request.url,
    headers: {
      get(name) {
        const value = headers[name.toLowerCase()];
        return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;
      },
    },
    toHeaders: () => toHeaders(headers),
    text: () => body.text(),
    bytes: async () => new Uint8Array(await body.arrayBuffer()),
    stream: () => body,
    discard: () => {
      // Small bodies are read so that the connection is reused; others cost the connection.
      body.dump({ limit: 65_536 }).catch(() => undefined);
    },
  };
}

/** The part of an `AbortSignal` that undici uses. A real one for every request would double the garbage that a call leaves. */
function lightSignal(cancellation: Cancellation): AbortSignal {
  const stops = new Map<unknown, () => void>();
  const signal = {
    get aborted() {
      return cancellation.reason !== undefined;
    },
    get reason() {
      return cancellation.reason;
    },
    addEventListener(_type: 'abort', listener: () => void) {
      stops.set(listener, cancellation.subscribe(listener));
    },
    removeEventListener(_type: 'abort', listener: () => void) {
      stops.get(listener)?.();
    },
  };
  return signal as unknown as AbortSignal;
}

function toHeaders(record: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(record)) {
    if (typeof value === 'string') headers.append(name, value);
    else for (const item of value ?? []) headers.append(name, item);
  }
  return headers;
}
