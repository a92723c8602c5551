import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ApiError } from '../../../src/errors.js';
import type { WebhookInput } from '../../../src/generated/schemas.js';
import { MAX_ATTEMPTS, retryDelayMs } from '../../../src/server/deliveries/send.js';
import { startReferenceServer } from '../../helpers/server.js';
import { startReceiver } from './receiver.js';
import { setup, webhookTo } from './setup.js';

describe('a delivery', () => {
  it('carries the event and the headers of the webhook', async () => {
    const { mp, server, happen, retrieverId } = await setup();
    const { url, received } = await startReceiver();
    await mp.organizations.webhooks.create(webhookTo(url, { configs: { headers: { 'X-Mixpeek-Secret': 's3cr3t' } } }));
    const alert = await happen('red things');
    await server.settle();
    expect(received).toEqual([
      {
        headers: expect.objectContaining({
          'x-mixpeek-secret': 's3cr3t',
          'content-type': 'application/json',
        }) as object,
        body: {
          event_id: expect.stringMatching(/^evt_/) as string,
          event_type: 'alert.created',
          occurred_at: '2026-01-01T00:00:00.000Z',
          namespace_id: 'ns',
          subject: { type: 'alert', id: alert.alert_id },
          metadata: { alert_id: alert.alert_id, alert_name: 'red things', retriever_id: retrieverId },
          cache_scope: { scope: 'namespace', namespace_id: 'ns' },
        },
      },
    ]);
  });

  it('is sent only for events that the webhook subscribes to, while it is on', async () => {
    const { mp, server, happen } = await setup();
    const { url, received } = await startReceiver();
    await mp.organizations.webhooks.create(webhookTo(url, { webhook_name: 'other', events: ['alert.deleted'] }));
    await mp.organizations.webhooks.create(webhookTo(url, { webhook_name: 'off', is_active: false }));
    await happen('a');
    await server.settle();
    expect(received).toEqual([]);
  });

  it('fills the template of the webhook', async () => {
    const { mp, server, happen } = await setup();
    const { url, received } = await startReceiver();
    const template = {
      text: '{{event_type}} of "{{ metadata.alert_name }}"',
      scope: '{{cache_scope}}',
      no: '{{subject.x}}',
    };
    await mp.organizations.webhooks.create(webhookTo(url, { configs: { payload_template: template } }));
    await happen('a');
    await server.settle();
    expect(received[0]?.body).toEqual({
      text: 'alert.created of "a"',
      scope: { scope: 'namespace', namespace_id: 'ns' },
      no: null,
    });
  });

  it('is repeated later and later, with the same event, until it is received', async () => {
    const { mp, server, happen, deliveries } = await setup();
    const { url, received } = await startReceiver((number) => (number === 1 ? 500 : number === 2 ? 'break' : 200));
    await mp.organizations.webhooks.create(webhookTo(url));
    await happen('a');
    await server.settle();
    expect(received).toHaveLength(1);
    server.clock.advance(retryDelayMs(1) - 1);
    await server.settle();
    expect(received).toHaveLength(1);
    server.clock.advance(1);
    await server.settle();
    expect(received).toHaveLength(2);
    server.clock.advance(retryDelayMs(2));
    await server.settle();
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    server.clock.advance(24 * 60 * 60 * 1000);
    await server.settle();
    expect(received).toHaveLength(3);
    const [delivery] = await deliveries();
    expect(delivery).toMatchObject({ status: 'delivered', next_attempt_at: null });
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([500, null, 200]);
    expect(delivery?.attempts[0]?.error).toBe('The receiver answered 500.');
  });

  it('is given up after the last attempt, and keeps why', async () => {
    const { mp, server, happen, deliveries } = await setup();
    const { url, received } = await startReceiver(() => 503);
    await mp.organizations.webhooks.create(webhookTo(url));
    await happen('a');
    await server.settle();
    for (let attempt = 1; attempt < MAX_ATTEMPTS + 2; attempt++) {
      server.clock.advance(retryDelayMs(attempt));
      await server.settle();
    }
    expect(received).toHaveLength(MAX_ATTEMPTS);
    const [delivery] = await deliveries();
    expect(delivery).toMatchObject({ status: 'failed', next_attempt_at: null });
    expect(delivery?.attempts.at(-1)).toMatchObject({ status: 503, error: 'The receiver answered 503.' });
  });

  it('to a host that is not allowed fails at once', async () => {
    const { mp, server, happen, deliveries } = await setup();
    await mp.organizations.webhooks.create(webhookTo('https://hooks.example.com/x'));
    await happen('a');
    await server.settle();
    const [delivery] = await deliveries();
    expect(delivery).toMatchObject({ status: 'failed', started: 1 });
    expect(delivery?.attempts[0]?.error).toMatch(/does not reach hooks\.example\.com.*allowHosts/);
  });

  it('ends when its webhook is deleted', async () => {
    const { mp, server, happen, deliveries } = await setup();
    const { url, received } = await startReceiver(() => 500);
    await mp.organizations.webhooks.create(webhookTo(url));
    await happen('a');
    await server.settle();
    await mp.organizations.webhooks.delete('hook');
    server.clock.advance(retryDelayMs(1));
    await server.settle();
    expect(received).toHaveLength(1);
    expect((await deliveries())[0]?.status).toBe('canceled');
  });

  it('is made again by the next server when this one ended before the answer came', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'mixpeek-deliveries-'));
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
    let arrived = (): void => undefined;
    const first = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const { url, received } = await startReceiver((number) => {
      if (number === 1) arrived();
      return number === 1 ? 'hang' : 200;
    });
    const before = await setup({ dataDir });
    await before.mp.organizations.webhooks.create(webhookTo(url));
    await before.happen('a');
    const settling = before.server.settle();
    await first;
    await before.server.close();
    await settling.catch(() => undefined);
    const server = startReferenceServer({ dataDir, clock: 'manual' });
    server.clock.advance(10_000 + retryDelayMs(1));
    await server.settle();
    expect(received).toHaveLength(2);
    expect(received[1]?.body).toEqual(received[0]?.body);
  });
});

describe('other channels', () => {
  it('tell Slack by its incoming webhook', async () => {
    const { mp, server, happen } = await setup();
    const { url, received } = await startReceiver();
    const blocks = JSON.stringify([{ type: 'section', text: { type: 'mrkdwn', text: '{{metadata.alert_name}}' } }]);
    await mp.organizations.webhooks.create({
      webhook_name: 'slack',
      event_types: ['alert.created'],
      channels: [{ channel: 'slack', configs: { webhook_url: url, channel: '#alerts', blocks_template: blocks } }],
    });
    const alert = await happen('say "hi"');
    await server.settle();
    expect(received[0]?.body).toEqual({
      text: `alert.created: alert ${alert.alert_id ?? ''}`,
      channel: '#alerts',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'say "hi"' } }],
    });
  });

  it('put mails into the outbox', async () => {
    const { mp, server, happen, outbox } = await setup();
    await mp.organizations.webhooks.create({
      webhook_name: 'mail',
      event_types: ['alert.created'],
      channels: [
        {
          channel: 'email',
          configs: { to_addresses: ['a@example.com'], subject_template: 'New: {{metadata.alert_name}}' },
        },
      ],
    });
    await happen('a');
    await server.settle();
    expect(await outbox()).toMatchObject([{ to: ['a@example.com'], subject: 'New: a', content_type: 'html' }]);
  });
});

describe('secrets in headers', () => {
  const secret = { headers: { 'X-Mixpeek-Secret': 's3cr3t', Accept: 'text/plain' } };

  it('come back hidden, and never reach the log', async () => {
    const { mp, server, happen, deliveries, logged } = await setup();
    const { url } = await startReceiver(() => 500);
    const made = await mp.organizations.webhooks.create(webhookTo(url, { configs: secret }));
    expect(made.channels[0]?.configs).toMatchObject({
      headers: { 'X-Mixpeek-Secret': '********', Accept: 'text/plain' },
    });
    await happen('a');
    await server.settle();
    const shown = JSON.stringify([
      made,
      await mp.organizations.webhooks.get('hook'),
      await mp.organizations.webhooks.list(),
      await deliveries(),
      logged,
    ]);
    expect(shown).not.toContain('s3cr3t');
  });

  it('stay as they were when they are sent back hidden', async () => {
    const { mp, server, happen } = await setup();
    const { url, received } = await startReceiver();
    await mp.organizations.webhooks.create(webhookTo(url, { configs: secret }));
    const before = await mp.organizations.webhooks.get('hook');
    // What was read is as open as the service may make it; it is sent as it came.
    const channels = before.channels as WebhookInput['channels'];
    await mp.organizations.webhooks.replace('hook', { webhook_name: 'new', event_types: ['alert.created'], channels });
    await happen('a');
    await server.settle();
    expect(received[0]?.headers['x-mixpeek-secret']).toBe('s3cr3t');
  });
});

describe('a webhook', () => {
  it('has a name of its own, and an id of its own', async () => {
    const { mp } = await setup();
    const made = await mp.organizations.webhooks.create(webhookTo('https://example.com'));
    expect(made.webhook_id).toMatch(/^wh_[0-9a-f]{16}$/);
    await expect(mp.organizations.webhooks.create(webhookTo('https://example.com'))).rejects.toMatchObject({
      status: 409,
      code: 'webhook_name_taken',
    });
    const again = webhookTo('https://example.com', { webhook_name: 'b', webhook_id: made.webhook_id ?? '' });
    await expect(mp.organizations.webhooks.create(again)).rejects.toMatchObject({ code: 'webhook_id_taken' });
  });

  it.each([
    ['a URL of another scheme', { url: 'ftp://example.com' }, 'url'],
    ['a URL with a password', { url: 'https://a:b@example.com' }, 'url'],
    ['a header that breaks the line', { url: 'https://example.com', headers: { a: 'x\ny' } }, 'headers.a'],
    ['a header of the connection', { url: 'https://example.com', headers: { Host: 'x' } }, 'headers.Host'],
    ['no time at all', { url: 'https://example.com', timeout: 0 }, 'timeout'],
    [
      'a template of unknown fields',
      { url: 'https://example.com', payload_template: { a: '{{event}}' } },
      'payload_template',
    ],
  ])('is refused with %s', async (_what, configs, field) => {
    const { mp } = await setup();
    const refused = mp.organizations.webhooks.create({
      webhook_name: 'hook',
      event_types: ['alert.created'],
      channels: [{ channel: 'webhook', configs }],
    });
    await expect(refused).rejects.toMatchObject({ status: 422 });
    const error = await refused.catch((cause: unknown) => cause as ApiError);
    expect((error as ApiError).message).toContain(`channels.0.configs.${field}`);
  });
});
