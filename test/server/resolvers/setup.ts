import { onTestFinished } from 'vitest';
import { createServer, type Server } from '../../../src/server/index.js';
import type { ServerOptions } from '../../../src/server/options.js';

/** An answer. Its body is as loose as parsed JSON: each test says what it expects in it. */
export interface Answer {
  status: number;
  body: ReturnType<typeof JSON.parse>;
}

export interface Caller {
  server: Server;
  call(operation: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

/** A fresh server with a stopped clock, whose answers are checked against the document. */
export function setup(options: ServerOptions = {}): Caller {
  const server = createServer({ seed: 1, clock: 'manual', checkResponses: true, ...options });
  onTestFinished(() => server.close());
  return {
    server,
    async call(operation, body, headers = {}) {
      const [method = 'GET', path = '/'] = operation.split(' ');
      const isForm = body instanceof FormData;
      const isText = typeof body === 'string';
      const type = isText ? 'application/x-ndjson' : 'application/json';
      const response = await server.fetch(`http://local${path}`, {
        method,
        headers: {
          authorization: 'Bearer key',
          ...(body === undefined || isForm ? {} : { 'content-type': type }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isForm || isText ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    },
  };
}

/** A server with one standalone namespace, `ns`. */
export async function setupNamespace(options: ServerOptions = {}, fields: object = {}): Promise<Caller> {
  const caller = setup(options);
  const created = await caller.call('POST /v1/namespaces/standalone', { namespace_id: 'ns', ...fields });
  if (created.status !== 200) throw new Error(JSON.stringify(created.body));
  return caller;
}

export const STANDALONE = 'POST /v1/namespaces/standalone';
export const upsert = 'POST /v1/namespaces/ns/documents/upsert';

/** A small document whose title is its id. */
export const doc = (id: string, fields: object = {}) => ({
  document_id: id,
  vectors: { v: [1, 0] },
  payload: { title: id },
  ...fields,
});
