import { describe, expect, it } from 'vitest';
import { startServer } from '../helpers/http-server.js';
import { NO_INPUT, row, setupTransport } from '../helpers/transport.js';

const IMPORT = row({ http: 'POST', retry: 'unsafe', body: { kind: 'binary' } });

/** 64 MB in small pieces, and how many of them were taken. */
function pieces(): { stream: AsyncIterable<Uint8Array>; taken: () => number; ended: () => boolean } {
  let taken = 0;
  let ended = false;
  async function* stream(): AsyncGenerator<Uint8Array> {
    try {
      for (; taken < 1_024; taken++) yield new Uint8Array(65_536);
    } finally {
      ended = true;
    }
  }
  return { stream: stream(), taken: () => taken, ended: () => ended };
}

describe('an answer that comes before the whole body was sent', () => {
  it.each([
    ['undici', undefined],
    ['fetch', (input: string | URL | Request, init?: RequestInit) => fetch(input, init)],
  ])('is understood, and the body is let go: %s', async (_name, fetchOption) => {
    const server = await startServer((request, response) => {
      request.once('data', () => {
        request.pause();
        response.writeHead(401, { 'content-type': 'application/json' });
        response.end('{"error":{"message":"No.","type":"UnauthorizedError"}}');
      });
    });
    const body = pieces();
    const { transport } = setupTransport({ baseUrl: server.url, fetch: fetchOption });
    await expect(transport.send(IMPORT, { ...NO_INPUT, body: body.stream })).rejects.toMatchObject({ status: 401 });
    while (!body.ended()) await new Promise((resolve) => setImmediate(resolve));
    expect(body.taken()).toBeLessThan(1_024);
    await transport.close();
  });
});
