import { setupServer } from 'msw/node';
import { afterEach, expect, test } from 'vitest';

import { mswHandlers } from '../../src/server/msw.js';
import { createTinyServer } from './tiny-server.js';

const worker = setupServer();

afterEach(() => worker.close());

function setup(options = {}) {
  const server = createTinyServer();
  worker.resetHandlers(...mswHandlers(server, options));
  worker.listen({ onUnhandledRequest: 'error' });
  return server;
}

const post = (url: string) =>
  fetch(url, {
    method: 'POST',
    headers: { authorization: 'Bearer k', 'content-type': 'application/json' },
    body: '{"a":1}',
  });

test('one handler answers every operation of the service', async () => {
  setup();
  const response = await post('https://api.mixpeek.com/things');
  expect(await response.json()).toMatchObject({ body: { a: 1 } });
  expect((await fetch('https://api.mixpeek.com/nowhere')).status).toBe(404);
});

test('another base address may be given', async () => {
  setup({ baseUrl: 'https://staging.example/' });
  expect((await post('https://staging.example/things')).status).toBe(200);
});

test('a reset is a network error', async () => {
  const server = setup();
  server.faults.add({ reset: true });
  await expect(post('https://api.mixpeek.com/things')).rejects.toThrow('Failed to fetch');
});
