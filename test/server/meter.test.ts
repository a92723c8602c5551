import { expect, test } from 'vitest';
import type { Resolver } from '../../src/server/context.js';
import type { Server } from '../../src/server/core.js';
import { createMeter, type Meter, type Sample } from '../../src/server/meter.js';
import { createTinyServer, echo, send } from './tiny-server.js';

test('finds samples by kind, namespace, key, subject and time, oldest first', () => {
  const meter = createMeter();
  const subject = { type: 'retriever', id: 'ret_1' };
  meter.record({ at: 1, kind: 'request', namespaceId: 'ns_1', keyId: 'key_1' });
  meter.record({ at: 2, kind: 'execution', namespaceId: 'ns_1', subject, credits: 2 });
  meter.record({ at: 3, kind: 'request', namespaceId: 'ns_2' });
  const times = (filter: Parameters<typeof meter.samples>[0]): number[] => meter.samples(filter).map(({ at }) => at);
  expect(times({})).toEqual([1, 2, 3]);
  expect(times({ kind: 'request' })).toEqual([1, 3]);
  expect(times({ namespaceId: 'ns_1' })).toEqual([1, 2]);
  expect(times({ keyId: 'key_1' })).toEqual([1]);
  expect(times({ subject })).toEqual([2]);
  expect(times({ from: 2, to: 3 })).toEqual([2]);
  expect(meter.samples({ kind: 'execution' })[0]).toMatchObject({ credits: 2, durationMs: 0, status: undefined });
});

test('forgets the oldest samples, never the newest', () => {
  const meter = createMeter();
  for (let at = 0; at < 100_500; at++) meter.record({ at, kind: 'request' });
  expect(meter.samples()).toHaveLength(50_000);
  expect(meter.samples().at(-1)?.at).toBe(100_499);
});

test('every request is a sample, also one that is refused', async () => {
  const { server, samples } = meteredServer();
  await send(server, '/things', { json: {} });
  await send(server, '/things', { json: {}, headers: { authorization: '' } });
  await send(server, '/nothing', { json: {} });
  expect(samples()).toMatchObject([
    { kind: 'request', operation: 'things.echo', status: 200 },
    { kind: 'request', operation: 'things.echo', status: 401 },
    { kind: 'request', operation: undefined, status: 404 },
  ]);
});

/** A server that shows its own samples to the test. */
function meteredServer(): { server: Server; samples: () => readonly Sample[] } {
  let meter: Meter | undefined;
  const resolve: Resolver = (context) => {
    meter = context.services.meter;
    return echo(context);
  };
  return { server: createTinyServer({ resolve: { 'things.echo': resolve } }), samples: () => meter?.samples() ?? [] };
}
