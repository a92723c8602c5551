import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { Mixpeek } from '../../src/client.js';
import { createClient } from '../../src/create-client.js';
import { health } from '../../src/resources/definitions.js';
import { setupClient } from '../helpers/client.js';
import { json, observeFetch } from '../helpers/fetch.js';
import { reply, startServer } from '../helpers/http-server.js';

/** Answers once as many requests wait as were asked for. */
function together(count: number): (request: IncomingMessage, response: ServerResponse) => void {
  const waiting: ServerResponse[] = [];
  return (_request, response) => {
    waiting.push(response);
    if (waiting.length === count) for (const open of waiting.splice(0)) reply(open, { status: 'ok' });
  };
}

describe('warmUp', () => {
  it('opens as many connections as it was asked for, and calls use them', async () => {
    const sockets = new Set<unknown>();
    const answer = together(4);
    const server = await startServer((request, response) => {
      sockets.add(request.socket);
      if (request.url?.endsWith('/liveness')) answer(request, response);
      else reply(response, { document_id: 'd' });
    });
    await using mp = new Mixpeek({ apiKey: 'sk_test', baseUrl: server.url, namespace: 'n' });
    await mp.warmUp({ connections: 4 });
    expect(sockets.size).toBe(4);
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([1, 2, 3, 4].map(() => mp.documents.get('d')));
    expect([server.count(), sockets.size]).toEqual([8, 4]);
  });

  it('asks for what needs no key, without one', async () => {
    const apiKey = vi.fn(() => 'sk_test');
    const fetch = observeFetch(json({}));
    const mp = createClient(
      { health },
      { apiKey, baseUrl: 'https://api.test', fetch, cache: { ttlMs: 1_000 }, dedupe: true },
    );
    await mp.warmUp();
    await mp.warmUp({ connections: 2 });
    expect(fetch.requests.map(({ url }) => url)).toEqual(Array(3).fill('https://api.test/v1/health/liveness'));
    for (const { headers } of fetch.requests) expect(headers).not.toHaveProperty('authorization');
    expect(apiKey).not.toHaveBeenCalled();
  });

  it('works with the reference server in process', async () => {
    const { mp } = setupClient();
    await expect(mp.warmUp({ connections: 2 })).resolves.toBeUndefined();
  });

  it('fails as a call does', async () => {
    const mp = new Mixpeek({
      apiKey: 'k',
      baseUrl: 'https://api.test',
      maxRetries: 0,
      fetch: observeFetch(new TypeError('no')),
    });
    await expect(mp.warmUp()).rejects.toMatchObject({ name: 'ConnectionError' });
    await expect(mp.warmUp({ signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it.each([[{ connections: 0 }], [{ connections: 1.5 }], [{ connection: 2 }], [3]])('refuses %j', async (options) => {
    await expect(new Mixpeek().warmUp(options as object)).rejects.toMatchObject({ name: 'ConfigError' });
  });
});

describe('connections', () => {
  it('are used again, bodies sent or not', async () => {
    const sockets = new Set<unknown>();
    const server = await startServer((request, response) => {
      sockets.add(request.socket);
      request.resume().on('end', () => {
        reply(response, {});
      });
    });
    await using mp = new Mixpeek({ apiKey: 'sk_test', baseUrl: server.url, namespace: 'n' });
    for (let call = 0; call < 20; call++) await (call % 2 ? mp.documents.get('d') : mp.documents.update('d', { a: 1 }));
    expect(server.count()).toBe(20);
    // A connection rests for a turn of the event loop before it is used again, so that two take turns.
    expect(sockets.size).toBeLessThanOrEqual(2);
  });

  it('that the service closed while they were idle fail no call', async () => {
    const server = await startServer((request, response) => {
      // Says nothing about it, and closes as soon as it has answered.
      response.once('close', () => request.socket.destroy());
      reply(response, {});
    });
    await using mp = new Mixpeek({ apiKey: 'sk_test', baseUrl: server.url, namespace: 'n', random: () => 0 });
    for (let call = 0; call < 20; call++) expect(await mp.documents.get('d')).toEqual({});
    expect(server.count()).toBeGreaterThanOrEqual(20);
  });
});
