import { sendWithFetch } from './fetch-sender.js';
import type { Sender } from './sender.js';

/** Sender of browsers and edge runtimes: `globalThis.fetch`, looked up at every request, or the `fetch` option. */
export function createSender(options: { fetch?: typeof globalThis.fetch | undefined } = {}): Sender {
  return {
    send(request) {
      // A user agent of our own would need a CORS permission that the service may not give.
      const { 'user-agent': _dropped, ...headers } = request.headers;
      const fetch = options.fetch ?? globalThis.fetch;
      return sendWithFetch((input, init) => fetch(input, init), { ...request, headers }, { streams: false });
    },
    close: () => Promise.resolve(),
  };
}
