import { expect, test } from 'vitest';
import type { BackgroundWork, Resolver } from '../../src/server/context.js';
import { publishEvent } from '../../src/server/events/publish.js';
import { eventJobs } from '../../src/server/events/dispatch.js';
import { createTinyServer, send } from './tiny-server.js';

const NOW = '2026-01-01T00:00:00.000Z';
const event = (id: string) => ({
  id,
  type: 'thing.done',
  namespace_id: null,
  subject: { type: 'thing', id },
  metadata: {},
  occurred_at: NOW,
});

/** The first request starts work behind it; each answers with the ids of the events so far. */
function working(work: BackgroundWork, before: Resolver = () => ({ body: {} })) {
  let started = false;
  const resolve: Resolver = async (context) => {
    if (!started) context.tx.afterCommit(work);
    started = true;
    await before(context);
    return { body: context.state.ids('events', () => true) };
  };
  const logged: string[] = [];
  const log = (message: string): void => void logged.push(message);
  return { server: createTinyServer({ resolve: { 'things.echo': resolve }, options: { log } }), logged };
}

test('work after a commit holds up nobody, and what it returns is a transaction', async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { server } = working(async () => {
    await held;
    return ({ tx }) => tx.put('events', event('evt_1'));
  });
  expect((await send(server, '/things', { json: {} })).body).toEqual([]);
  expect((await send(server, '/things', { json: {} })).body).toEqual([]);
  release();
  await server.settle();
  expect((await send(server, '/things', { json: {} })).body).toEqual(['evt_1']);
});

test('work does not start when its request is refused', async () => {
  let runs = 0;
  const { server } = working(
    () => {
      runs++;
      return Promise.resolve(undefined);
    },
    () => {
      throw new Error('refused');
    },
  );
  expect((await send(server, '/things', { json: {} })).status).toBe(500);
  await server.settle();
  expect(runs).toBe(0);
});

test('work that fails is logged, and the server goes on', async () => {
  const { server, logged } = working(() => Promise.reject(new Error('no connection')));
  await send(server, '/things', { json: {} });
  await server.settle();
  expect(logged.join()).toMatch(/background failed.*no connection/s);
  expect((await send(server, '/things', { json: {} })).status).toBe(200);
});

test('closing breaks work off and changes nothing more', async () => {
  let reason: unknown;
  const { server, logged } = working(
    (signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          reason = signal.aborted;
          resolve(({ tx }) => tx.put('events', event('evt_late')));
        });
      }),
  );
  await send(server, '/things', { json: {} });
  await server.close();
  expect(reason).toBe(true);
  expect(logged).toEqual([]);
});

test('an event is committed with the change that it tells of, or not at all', async () => {
  let fails = true;
  const resolve: Resolver = (context) => {
    publishEvent(context, { type: 'thing.created', namespaceId: null, subject: { type: 'thing', id: 'a' } });
    if (fails) throw new Error('refused');
    return { body: {} };
  };
  const look: Resolver = ({ state }) => ({ body: state.list('events') });
  const row = { id: 'things.look', http: 'GET', path: '/looks', retry: 'safe' } as const;
  const echoRow = {
    id: 'things.echo',
    http: 'POST',
    path: '/things',
    body: { kind: 'json' },
    retry: 'unsafe',
  } as const;
  const server = createTinyServer({
    operations: [echoRow, row],
    resolve: { 'things.echo': resolve, 'things.look': look },
    jobs: eventJobs,
    options: { log: () => undefined },
  });
  await send(server, '/things', { json: {} });
  expect((await send(server, '/looks', { method: 'GET' })).body).toEqual([]);
  fails = false;
  await send(server, '/things', { json: {} });
  expect((await send(server, '/looks', { method: 'GET' })).body).toMatchObject([
    { type: 'thing.created', subject: { type: 'thing', id: 'a' }, occurred_at: NOW },
  ]);
});
