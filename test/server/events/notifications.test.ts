import { describe, expect, it } from 'vitest';
import { setup } from './setup.js';

type World = Awaited<ReturnType<typeof setup>>;

/** An import with a broken line, whose task ends with errors. */
const failImport = async ({ mp, server }: World) => {
  const lines = [{ document_id: 'a', vectors: { v: [1, 0] } }, { nothing: true }];
  await mp.namespaces.documents.bulkImport(lines as never);
  await server.settle();
};

/** A key of a user of the organization, whose notifications can go to an address. */
const addUser = async ({ server }: World, email: string) => {
  const send = (path: string, body: object) =>
    server.fetch(`http://mixpeek.test${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_0123456789abcdef', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return send('/v1/organizations/users', { email, user_name: 'Ada' });
};

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
    const world = await setup();
    const { mp, server, outbox } = world;
    if ((await addUser(world, 'ada@example.com')).status >= 400) return;
    await mp.notifications.preferences.replace({ preferences: { pipeline_failure: ['email'] } });
    await failImport(world);
    const [mail] = await outbox();
    expect(mail).toMatchObject({ to: ['ada@example.com'], content_type: 'plain_text' });
    const link = /\/v1\/public\S+/.exec(String(mail?.['body']))?.[0] ?? '';
    const answer = await server.fetch(`http://mixpeek.test${link}`);
    expect(await answer.json()).toMatchObject({ success: true });
    await failImport(world);
    expect(await outbox()).toHaveLength(1);
    const forged = await server.fetch(`http://mixpeek.test${link.slice(0, -1)}x`);
    expect(forged.status).toBe(400);
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
    await mp.retrievers.execute('red');
    expect((await mp.notifications.funnelState()).steps).toMatchObject({ execution: true });
  });
});
