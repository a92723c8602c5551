import { describe, expect, it } from 'vitest';
import type { Resolver } from '../../../src/server/context.js';
import { eventJobs } from '../../../src/server/events/dispatch.js';
import { settingsOf } from '../../../src/server/notifications/settings.js';
import { unsubscribe } from '../../../src/server/resolvers/notifications/unsubscribe.js';
import { startTask } from '../../../src/server/resolvers/tasks/start-task.js';
import { createTinyServer, send } from '../tiny-server.js';
import { setup } from './setup.js';

type World = Awaited<ReturnType<typeof setup>>;

/** An import with a broken line, whose task ends with errors. */
const failImport = async ({ mp, server }: World) => {
  const lines = [{ document_id: 'a', vectors: { v: [1, 0] } }, { nothing: true }];
  await mp.namespaces.documents.bulkImport(lines as never);
  await server.settle();
};

const address = 'ada@example.com';

/** A user who wants mails of failures, and a task that fails whenever it is asked to. */
function startMailing() {
  const fail: Resolver = (context) => {
    const { reminders } = settingsOf(context.state, address);
    const preferences = { pipeline_failure: ['email'] };
    context.tx.put('notificationSettings', { id: address, preferences, reminders, updated_at: '' });
    startTask({ type: 'api_test', namespaceId: null, status: 'FAILED' }, context);
    return { body: {} };
  };
  const unsubscribing = {
    id: 'mails.stop',
    http: 'GET',
    path: '/stop',
    query: [{ name: 'token' }],
    retry: 'safe',
  } as const;
  const failing = { id: 'tasks.fail', http: 'POST', path: '/fail', retry: 'unsafe' } as const;
  const server = createTinyServer({
    operations: [failing, { ...unsubscribing, public: true }],
    resolve: { 'tasks.fail': fail, 'mails.stop': unsubscribe },
    jobs: eventJobs,
  });
  return {
    server,
    stop: (token: string) => send(server, `/stop?token=${token}`, { method: 'GET', headers: { authorization: '' } }),
    async failAndLook() {
      await send(server, '/fail', { json: {} });
      await server.settle();
      const { mails } = (await (await server.fetch('http://test/__mixpeek/outbox')).json()) as {
        mails: { body: string }[];
      };
      return mails;
    },
  };
}

describe('notifications', () => {
  it('tell of tasks that failed, wholly or in part', async () => {
    const world = await setup();
    await failImport(world);
    const { results, total } = await world.mp.notifications.list({ notification_type: 'pipeline_failure' });
    expect(total).toBe(1);
    expect(results[0]).toMatchObject({
      type: 'pipeline_failure',
      priority: 'medium',
      title: 'Done with errors: api_namespaces_documents_bulk_import',
      read: false,
      read_at: null,
      user_id: null,
      delivery_status: { in_app: 'delivered' },
      metadata: { namespace_id: 'ns', event_type: 'task.failed' },
    });
  });

  it('tell of alerts that found something, and of deliveries that were given up', async () => {
    const world = await setup();
    const { mp, server } = world;
    await mp.alerts.create({
      name: 'red',
      retriever_id: 'red',
      notification_config: { channels: [{ channel_type: 'webhook', config: { url: 'https://example.com' } }] },
    });
    await mp.namespaces.documents.upsert({
      documents: [{ document_id: 'r', vectors: { v: [1] }, payload: { color: 'red' } }],
    });
    await server.settle();
    const { results } = await mp.notifications.list();
    expect(results.map(({ title }) => title)).toEqual([
      'A delivery of alert.triggered was given up',
      'The alert "red" found something',
    ]);
  });

  it('are read one by one or all at once, and counted', async () => {
    const world = await setup();
    const { mp, server } = world;
    await failImport(world);
    await failImport(world);
    expect(await mp.notifications.unreadCount()).toMatchObject({
      unread_count: 2,
      by_priority: { low: 0, medium: 2, high: 0, critical: 0 },
    });
    const [newest] = (await mp.notifications.list()).items;
    const read = await mp.notifications.read(newest?.id ?? '');
    expect(read).toMatchObject({ read: true, read_at: '2026-01-01T00:00:00.000Z' });
    server.clock.advance(1000);
    expect((await mp.notifications.read(newest?.id ?? '')).read_at).toBe(read.read_at);
    expect((await mp.notifications.list({ read: false })).items).toHaveLength(1);
    expect(await mp.notifications.readAll()).toMatchObject({ success: true, marked_count: 1 });
    expect(await mp.notifications.unreadCount()).toMatchObject({ unread_count: 0 });
    await mp.notifications.delete(newest?.id ?? '');
    await mp.notifications.delete(newest?.id ?? '');
    await expect(mp.notifications.get(newest?.id ?? '')).rejects.toMatchObject({ status: 404 });
  });
});

describe('preferences', () => {
  it('decide whether a kind is listed', async () => {
    const world = await setup();
    const { preferences } = await world.mp.notifications.preferences.replace({ preferences: { pipeline_failure: [] } });
    expect(preferences).toMatchObject({ pipeline_failure: [], system_alert: ['in_app'], pipeline_success: [] });
    await failImport(world);
    expect((await world.mp.notifications.list()).items).toEqual([]);
  });

  it('refuse kinds and channels that there are not', async () => {
    const { mp } = await setup();
    const set = (preferences: Record<string, unknown>) => mp.notifications.preferences.replace({ preferences });
    await expect(set({ weather: ['email'] })).rejects.toMatchObject({ status: 422 });
    await expect(set({ custom: ['pigeon'] })).rejects.toMatchObject({ status: 422 });
  });

  it('send mails until their link is followed, which takes no key', async () => {
    const { stop, failAndLook } = startMailing();
    const mails = await failAndLook();
    expect(mails).toMatchObject([{ to: [address], subject: 'Failed: api_test', content_type: 'plain_text' }]);
    const token = /token=(\S+)$/.exec(mails[0]?.body ?? '')?.[1] ?? '';
    expect((await stop(`${token}0`)).status).toBe(400);
    expect(await failAndLook()).toHaveLength(2);
    expect((await stop(token)).body).toMatchObject({ success: true });
    expect(await failAndLook()).toHaveLength(2);
  });
});

describe('reminders', () => {
  it('change field by field', async () => {
    const { mp } = await setup();
    await mp.notifications.reminders.replace({ feature_tips: false, quiet_hours_start: 22 });
    const { reminders } = await mp.notifications.reminders.replace({ quiet_hours_end: 7 });
    expect(reminders).toEqual({
      enabled: true,
      onboarding_nudges: true,
      engagement_reminders: true,
      feature_tips: false,
      quiet_hours_start: 22,
      quiet_hours_end: 7,
    });
    expect((await mp.notifications.reminders.get()).reminders).toEqual(reminders);
    await expect(mp.notifications.reminders.replace({ quiet_hours_end: 24 })).rejects.toMatchObject({ status: 422 });
  });
});

describe('the funnel', () => {
  it('follows what there is', async () => {
    const { mp } = await setup();
    expect(await mp.notifications.funnelState()).toMatchObject({
      steps: { namespace: true, bucket: false, document: false, retriever: true, execution: false },
      completed: 2,
      total: 7,
      next_step: 'bucket',
    });
    await mp.retrievers.execute('red', {});
    expect((await mp.notifications.funnelState()).steps).toMatchObject({ execution: true });
  });
});
