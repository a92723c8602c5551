import { describe, expect, it } from 'vitest';
import type { AlertNotificationConfig } from '../../../src/generated/schemas.js';
import { startReceiver } from './receiver.js';
import { setup } from './setup.js';

const inApp: AlertNotificationConfig = { channels: [{ channel_type: 'in_app' }] };
const red = { document_id: 'r', payload: { color: 'red', name: 'Rose', _secret: 1 } };
const blue = { document_id: 'b', payload: { color: 'blue' } };

type World = Awaited<ReturnType<typeof setup>>;

const write = async ({ mp, server }: World, documents: { document_id: string; payload: Record<string, unknown> }[]) => {
  const vectors = { v: [1, 0] };
  await mp.namespaces.documents.upsert({ documents: documents.map((document) => ({ ...document, vectors })) });
  await server.settle();
};

describe('an alert', () => {
  it('looks at new documents only, and keeps what it found', async () => {
    const world = await setup();
    const { mp } = world;
    await write(world, [{ ...red, document_id: 'old' }]);
    const alert = await mp.alerts.create({ name: 'red', retriever_id: 'red', notification_config: inApp });
    await write(world, [red, blue]);
    const { results, total_count } = await mp.alerts.executions.list('red');
    expect(total_count).toBe(1);
    expect(results).toEqual([
      {
        alert_id: alert.alert_id,
        collection_id: 'ns',
        execution_id: expect.stringMatching(/^exec_/) as string,
        triggered: true,
        match_count: 1,
        matches: [
          {
            document_id: 'r',
            asset_id: null,
            score: 1,
            matched_features: null,
            metadata: { color: 'red', name: 'Rose' },
          },
        ],
        source_documents: ['r', 'b'],
        executed_at: '2026-01-01T00:00:00.000Z',
        duration_ms: expect.any(Number) as number,
        error: null,
      },
    ]);
  });

  it('records runs that found nothing', async () => {
    const world = await setup();
    await world.mp.alerts.create({ name: 'red', retriever_id: 'red', notification_config: inApp });
    await write(world, [blue]);
    const { results } = await world.mp.alerts.executions.listAll();
    expect(results).toMatchObject([{ triggered: false, match_count: 0, matches: [], source_documents: ['b'] }]);
  });

  it('does not run while it is off', async () => {
    const world = await setup();
    const { mp } = world;
    await mp.alerts.create({ name: 'red', retriever_id: 'red', notification_config: inApp, enabled: false });
    await write(world, [red]);
    expect((await mp.alerts.executions.list('red')).results).toEqual([]);
    await mp.alerts.update('red', { enabled: true });
    await write(world, [red]);
    expect((await mp.alerts.executions.list('red')).results).toHaveLength(1);
  });

  it('records why it could not run', async () => {
    const world = await setup();
    const { mp, server } = world;
    const { url, received } = await startReceiver();
    await mp.organizations.webhooks.create({
      webhook_name: 'hook',
      event_types: ['alert.execution.failed', 'alert.execution.completed'],
      channels: [{ channel: 'webhook', configs: { url } }],
    });
    await mp.alerts.create({ name: 'red', retriever_id: 'red', notification_config: inApp });
    await mp.retrievers.delete('red');
    await write(world, [red]);
    await server.settle();
    const { results } = await mp.alerts.executions.list('red');
    expect(results).toMatchObject([
      { triggered: false, error: expect.stringMatching(/retriever .* is gone/) as string },
    ]);
    expect(received.map(({ body }) => body)).toMatchObject([{ event_type: 'alert.execution.failed' }]);
  });

  it('tells its own channels and those of a webhook, as much as it is to', async () => {
    const world = await setup();
    const { mp } = world;
    const { url, received } = await startReceiver();
    await mp.organizations.webhooks.create({
      webhook_name: 'hook',
      event_types: ['object.created'],
      channels: [{ channel: 'webhook', configs: { url, headers: { 'X-From': 'hook' } } }],
    });
    await mp.alerts.create({
      name: 'red',
      retriever_id: 'red',
      notification_config: {
        channels: [
          { channel_type: 'webhook', channel_id: 'hook' },
          { channel_type: 'webhook', config: { url, headers: { 'X-From': 'alert' } } },
          { channel_type: 'email', config: { to_addresses: ['a@example.com'] } },
        ],
        include_scores: false,
      },
    });
    await write(world, [red]);
    expect(received.map(({ headers }) => headers['x-from']).sort()).toEqual(['alert', 'hook']);
    expect(received[0]?.body).toMatchObject({
      event_type: 'alert.triggered',
      metadata: {
        alert_name: 'red',
        match_count: 1,
        matches: [{ document_id: 'r', asset_id: null, metadata: { color: 'red', name: 'Rose' } }],
      },
    });
    expect(JSON.stringify(received[0]?.body)).not.toContain('score');
    expect(await world.outbox()).toHaveLength(1);
  });

  it('leaves matches out where it is told to', async () => {
    const world = await setup();
    const { mp } = world;
    await mp.alerts.create({
      name: 'red',
      retriever_id: 'red',
      notification_config: { ...inApp, include_matches: false },
    });
    await write(world, [red]);
    expect((await mp.alerts.executions.list('red')).results).toMatchObject([{ match_count: 1, matches: null }]);
    expect((await mp.alerts.executions.listAll()).results).toMatchObject([{ matches: null }]);
  });

  it('goes with its runs, and with its namespace', async () => {
    const world = await setup();
    const { mp, server } = world;
    await mp.alerts.create({ name: 'red', retriever_id: 'red', notification_config: inApp });
    await write(world, [red]);
    await mp.alerts.delete('red');
    expect((await mp.alerts.executions.listAll()).results).toEqual([]);
    await mp.alerts.create({ name: 'red', retriever_id: 'red', notification_config: inApp });
    await mp.namespaces.delete('ns');
    await server.settle();
    await mp.namespaces.create({ namespace_id: 'ns', mode: 'standalone' });
    expect((await mp.alerts.list()).results).toEqual([]);
  });
});

describe('results of an alert', () => {
  it('are the matches of all runs, the newest run first, page by page', async () => {
    const world = await setup();
    const { mp, server } = world;
    await mp.alerts.create({ name: 'red', retriever_id: 'red', notification_config: inApp });
    await write(world, [red, { ...red, document_id: 's' }]);
    server.clock.advance(1000);
    await write(world, [{ ...red, document_id: 't' }]);
    const ids: string[] = [];
    for await (const result of mp.alerts.results('red', { limit: 2 })) ids.push(result.document_id);
    expect(ids[0]).toBe('t');
    expect(ids.sort()).toEqual(['r', 's', 't']);
    expect(await mp.alerts.results('red')).toMatchObject({ total_count: 3 });
  });
});

describe('the list of alerts', () => {
  it('counts over all of them, whatever the page', async () => {
    const { mp } = await setup();
    const channels = [
      { channel_type: 'in_app' },
      { channel_type: 'email', config: { to_addresses: ['a@example.com'] } },
    ];
    await mp.alerts.create({ name: 'one', retriever_id: 'red', notification_config: { channels } });
    await mp.alerts.create({ name: 'two', retriever_id: 'red', notification_config: inApp, enabled: false });
    const page = await mp.alerts.list({ limit: 1, search: 'o' });
    expect(page.results.map(({ name }) => name)).toEqual(['two']);
    expect(page.stats).toEqual({
      total_alerts: 2,
      enabled_alerts: 1,
      disabled_alerts: 1,
      alerts_by_channel_type: { in_app: 2, email: 1 },
    });
  });
});

describe('a wrong alert', () => {
  it('is refused with the field that is wrong', async () => {
    const { mp } = await setup();
    const create = (over: object) =>
      mp.alerts.create({ name: 'red', retriever_id: 'red', notification_config: inApp, ...over });
    await expect(create({ retriever_id: 'none' })).rejects.toMatchObject({
      status: 404,
      details: { resource: 'retriever', path: 'retriever_id' },
    });
    const channel = (one: object) => create({ notification_config: { channels: [one] } });
    await expect(channel({ channel_type: 'sms' })).rejects.toMatchObject({ status: 422 });
    await expect(channel({ channel_type: 'webhook' })).rejects.toThrow(/channels\.0\.config/);
    await expect(channel({ channel_type: 'webhook', channel_id: 'none' })).rejects.toMatchObject({ status: 404 });
    await expect(create({ notification_config: { ...inApp, template_id: 't' } })).rejects.toMatchObject({
      code: 'unknown_template',
    });
    await create({});
    await expect(create({})).rejects.toMatchObject({ status: 409, code: 'alert_name_taken' });
  });

  it('shows no secret of its channels', async () => {
    const { mp } = await setup();
    const config = { url: 'https://example.com', headers: { Authorization: 'Bearer abc' } };
    const made = await mp.alerts.create({
      name: 'red',
      retriever_id: 'red',
      notification_config: { channels: [{ channel_type: 'webhook', config }] },
    });
    expect(JSON.stringify([made, await mp.alerts.list()])).not.toContain('abc');
  });
});
