import { expect, test } from 'vitest';

import type { Operation } from '../../src/operation.js';
import { createFaults } from '../../src/server/faults.js';
import { createTinyServer, errorOf, send } from './tiny-server.js';

const row = (id: string): Operation => ({ id, http: 'GET', path: '/x', retry: 'safe' });

const fires = (faults: ReturnType<typeof createFaults>, id: string, count: number) =>
  Array.from({ length: count }, () => faults.next(row(id)) !== undefined);

test('a rule hits its operation once, from the nth request on as often as it says', () => {
  const faults = createFaults(1);
  faults.add({ operation: 'a.get', status: 503 });
  expect(fires(faults, 'b.get', 2)).toEqual([false, false]);
  expect(fires(faults, 'a.get', 3)).toEqual([true, false, false]);
  faults.clear();
  faults.add({ operation: 'a.*', nth: 2, times: 2, status: 503 });
  expect(fires(faults, 'a.b.get', 4)).toEqual([false, true, true, false]);
  expect(faults.list()).toEqual([expect.objectContaining({ matched: 4, fired: 2 })]);
});

test('chances repeat with the seed', () => {
  const draw = (seed: number) => {
    const faults = createFaults(seed);
    faults.add({ probability: 0.5, status: 500 });
    return fires(faults, 'a', 50);
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  expect(draw(7)).toContain(true);
  expect(draw(7)).toContain(false);
});

test('a wrong rule is refused by field', () => {
  const { add } = createFaults(1);
  expect(() => add({ state: 500 } as never)).toThrow('no field "state". Known fields: operation, nth');
  expect(() => add({ status: 200 })).toThrow(
    '"status" of a fault rule is 200; it takes an HTTP status from 400 to 599',
  );
  expect(() => add({ operation: 'a' })).toThrow('needs an effect');
});

test('a status rule answers in the shape of the API, with Retry-After', async () => {
  const server = createTinyServer();
  server.faults.add({ operation: 'things.echo', status: 503, type: 'InferenceServiceUnavailableError', retryAfter: 2 });
  const failed = await send(server, '/things', { json: {} });
  expect([failed.status, failed.headers.get('retry-after')]).toEqual([503, '2']);
  expect(errorOf(failed)).toMatchObject({
    type: 'InferenceServiceUnavailableError',
    details: { retry_after_seconds: 2 },
  });
  expect((await send(server, '/things', { json: {} })).status).toBe(200);
});

/** The same faults, through both faces. */
async function faces() {
  const server = createTinyServer();
  const { url } = await server.listen();
  const call = (fetch: typeof globalThis.fetch, base: string) => async () => {
    const response = await fetch(`${base}/things`, { method: 'POST', headers: { authorization: 'Bearer k' } });
    return { status: response.status, read: response.text() };
  };
  return {
    server,
    calls: {
      'in-process': call((input, init) => server.fetch(input, init), 'http://x'),
      http: call(globalThis.fetch, url),
    },
  };
}

test.each(['in-process', 'http'] as const)(
  '%s: a reset fails the call, before or after it was processed',
  async (face) => {
    const { server, calls } = await faces();
    try {
      for (const reset of [true, 'after'] as const) {
        server.faults.add({ reset });
        await expect(calls[face]()).rejects.toThrow(TypeError);
      }
      expect((await calls[face]()).status).toBe(200);
      expect(server.requests.list().map(({ status }) => status)).toEqual([undefined, undefined, 200]);
    } finally {
      await server.close();
    }
  },
);

test.each(['in-process', 'http'] as const)(
  '%s: a truncated answer begins well and breaks within its body',
  async (face) => {
    const { server, calls } = await faces();
    try {
      server.faults.add({ truncate: true });
      const { status, read } = await calls[face]();
      expect(status).toBe(200);
      await expect(read).rejects.toThrow('terminated');
    } finally {
      await server.close();
    }
  },
);
