import { connect } from 'node:net';
import { request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';

import type { Operation } from '../../src/operation.js';
import { createTinyServer, ECHO, type TinyParts } from './tiny-server.js';

async function setup(parts: TinyParts = {}) {
  const server = createTinyServer(parts);
  onTestFinished(() => server.close());
  const listening = await server.listen();
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${listening.url}${path}`, {
      ...init,
      headers: [['authorization', 'Bearer k'], ...new Headers(init.headers)],
    });
  return { server, listening, call };
}

test('it listens on loopback and answers as in-process', async () => {
  const { listening, call } = await setup();
  expect(listening.url).toBe(`http://127.0.0.1:${listening.port}`);
  const response = await call('/things?a=%20', {
    method: 'POST',
    body: '{"a":"é"}',
    headers: { 'content-type': 'application/json' },
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual({
    path: {},
    query: {},
    body: { a: 'é' },
    tier: 'enterprise',
  });
  expect(response.headers.get('content-length')).toBe(String(bytes.length));
  expect((await call('/__mixpeek/health')).status).toBe(200);
});

test('an answer before the end of the upload reaches its sender', async () => {
  const { listening } = await setup({ options: { keys: ['other'] } });
  const status = await new Promise((resolve, reject) => {
    const sending = request(
      `${listening.url}/things`,
      { method: 'POST', headers: { authorization: 'Bearer k' } },
      (response) => {
        response.resume();
        resolve(response.statusCode);
        sending.destroy();
      },
    );
    sending.on('error', reject);
    sending.write(Buffer.alloc(1_000_000));
  });
  expect(status).toBe(401);
});

test('events arrive one by one, and their source ends when the caller leaves', async () => {
  let ended = false;
  const operation: Operation = { ...ECHO, http: 'GET', retry: 'safe' };
  const { call } = await setup({
    operations: [operation],
    resolve: {
      'things.echo'() {
        async function* run() {
          try {
            for (let n = 0; ; n++) yield { n };
          } finally {
            ended = true;
          }
        }
        return { events: run() };
      },
    },
  });
  const response = await call('/things');
  const reader = response.body?.getReader();
  const first = await reader?.read();
  expect(new TextDecoder().decode(first?.value)).toContain('data: {"n":0}\n\n');
  await reader?.cancel();
  await expect.poll(() => ended).toBe(true);
});

test('a caller that leaves aborts the signal of its request', async () => {
  let signal: AbortSignal | undefined;
  const { call } = await setup({
    resolve: {
      'things.echo': (context) =>
        new Promise((resolve) => {
          signal = context.signal;
          context.signal.addEventListener('abort', () => resolve({ body: {} }));
        }),
    },
  });
  const abort = new AbortController();
  const answer = call('/things', { method: 'POST', signal: abort.signal });
  await expect.poll(() => signal !== undefined).toBe(true);
  abort.abort();
  await expect(answer).rejects.toThrow();
  await expect.poll(() => signal?.aborted).toBe(true);
});

test('closing lets requests under way end', async () => {
  let release = (): void => undefined;
  let entered = false;
  const held = new Promise<void>((resolve) => (release = resolve));
  const { call, listening } = await setup({
    resolve: {
      async 'things.echo'() {
        entered = true;
        await held;
        return { body: { done: true } };
      },
    },
  });
  const answer = call('/things', { method: 'POST' });
  await expect.poll(() => entered).toBe(true);
  const closing = listening.close();
  release();
  expect(await (await answer).json()).toEqual({ done: true });
  await closing;
  await expect(call('/things')).rejects.toThrow();
});

test('a port in use is refused with what to do', async () => {
  const { server, listening } = await setup();
  await expect(server.listen({ port: listening.port })).rejects.toThrow(
    `Port ${listening.port} on 127.0.0.1 is in use. Choose another`,
  );
});

/** Sends bytes as they are and reads the answer to its end. */
function sendRaw(port: number, lines: readonly string[]): Promise<{ status: number; head: string; body: string }> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('error', reject).on('end', () => {
      const [head = '', body = ''] = text.split('\r\n\r\n');
      resolve({ status: Number(head.split(' ')[1]), head, body });
    });
  });
}

test.each([
  ['an unknown path', 'DELETE /nowhere', 'a', 404],
  ['OPTIONS', 'OPTIONS /things', 'a', 405],
  ['OPTIONS of the whole server', 'OPTIONS *', 'a', 404],
  ['a method of WebDAV', 'PROPFIND /things', 'a', 405],
  ['a method that nobody knows', 'SHOUT /things', 'a', 405],
  ['a malformed Host', 'GET /things', 'a b', 400],
  ['a Host with a path', 'GET /things', 'a/b', 400],
  ['a path that looks like a host', 'GET //things', 'a', 405],
  ['a protocol that is not HTTP', 'GET /things HTPP/1.1', 'a', 400],
])('%s is answered with JSON', async (_what, start, host, status) => {
  const { listening } = await setup();
  const line = start.endsWith('/1.1') ? start : `${start} HTTP/1.1`;
  const answer = await sendRaw(listening.port, [line, `Host: ${host}`, 'Authorization: Bearer k', 'Connection: close']);
  expect(answer.head).toMatch(/content-type: application\/json/i);
  expect(JSON.parse(answer.body)).toMatchObject({ success: false, status, error: { message: expect.any(String) } });
  expect(answer.status).toBe(status);
});

test('HEAD is answered with the headers alone, over HTTP and in-process', async () => {
  const { listening, server } = await setup();
  const answer = await sendRaw(listening.port, ['HEAD /things HTTP/1.1', 'Host: a', 'Connection: close']);
  expect([answer.status, answer.body]).toEqual([405, '']);
  expect(answer.head).toMatch(/allow: POST/i);
  const response = await server.fetch('/things', { method: 'HEAD' });
  expect([response.status, await response.text()]).toEqual([405, '']);
});

test('requests know the address that they came to', async () => {
  const { listening, call } = await setup({ resolve: { 'things.echo': ({ origin }) => ({ body: { origin } }) } });
  expect(await (await call('/things', { method: 'POST' })).json()).toEqual({ origin: listening.url });
});
