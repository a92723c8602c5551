import { http, HttpResponse, type HttpHandler } from 'msw';

import type { Server } from './core.js';

/** Which requests msw hands to the server. */
export interface MswOptions {
  /** The service whose requests the server answers. Default `https://api.mixpeek.com`. */
  baseUrl?: string;
}

/**
 * The server as msw handlers: a single one, since msw asks its handlers one after the other and the server has a router.
 *
 * @example
 * const server = createServer();
 * const worker = setupServer(...mswHandlers(server));
 */
export function mswHandlers(server: Pick<Server, 'fetch'>, options: MswOptions = {}): HttpHandler[] {
  const baseUrl = (options.baseUrl ?? 'https://api.mixpeek.com').replace(/\/+$/, '');
  return [
    http.all(`${baseUrl}/*`, async ({ request }) => {
      try {
        return await server.fetch(request);
      } catch {
        // What breaks a connection is a network error to whoever asked.
        return HttpResponse.error();
      }
    }),
  ];
}
