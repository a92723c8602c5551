import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { retryDelayMs } from '../../src/server/deliveries/send.js';
import { createWebhookReceiver, isKnownEvent, type WebhookEvent } from '../../src/webhooks/index.js';
import { setup, webhookTo } from '../server/events/setup.js';

const secret = 'a secret of our own';

/** A receiver on loopback whose handling may be told to fail, and whose answers may get lost. */
async function startReceiver() {
  const handled: WebhookEvent[] = [];
  const state = { fails: false, losesAnswers: false, deliveries: 0 };
  const receiver = createWebhookReceiver({ secret });
  const handle = receiver.node((event) => {
    if (state.fails) throw new Error('not now');
    handled.push(event);
  });
  const server = createServer((request, response) => {
    state.deliveries++;
    if (!state.losesAnswers) return void handle(request, response);
    const lost = { statusCode: 0, setHeader: () => undefined, end: () => request.socket.destroy() };
    void handle(request, lost);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, handled, state };
}

const withSecret = (value: string) => ({ configs: { headers: { 'X-Mixpeek-Secret': value } } });

it('an event is handled once, however often it is delivered', async () => {
  const { mp, server, happen } = await setup();
  const { url, handled, state } = await startReceiver();
  await mp.organizations.webhooks.create(webhookTo(url, withSecret(secret)));
  state.losesAnswers = true;
  const alert = await happen('a');
  await server.settle();
  state.losesAnswers = false;
  server.clock.advance(retryDelayMs(1));
  await server.settle();
  expect(state.deliveries).toBe(2);
  expect(handled).toHaveLength(1);
  const [event] = handled;
  if (event === undefined || !isKnownEvent(event) || event.event_type !== 'alert.created') throw new Error('no event');
  expect(event.metadata.alert_name).toBe('a');
  expect(event.subject.id).toBe(alert.alert_id);
});

it('an event whose handling failed is delivered and handled again', async () => {
  const { mp, server, happen, deliveries } = await setup();
  const { url, handled, state } = await startReceiver();
  await mp.organizations.webhooks.create(webhookTo(url, withSecret(secret)));
  state.fails = true;
  await happen('a');
  await server.settle();
  expect(handled).toEqual([]);
  state.fails = false;
  server.clock.advance(retryDelayMs(1));
  await server.settle();
  expect(handled).toHaveLength(1);
  const [delivery] = await deliveries();
  expect(delivery?.attempts.map(({ status }) => status)).toEqual([500, 204]);
});

it('a delivery with another secret is refused', async () => {
  const { mp, server, happen, deliveries } = await setup();
  const { url, handled } = await startReceiver();
  await mp.organizations.webhooks.create(webhookTo(url, withSecret('somebody else')));
  await happen('a');
  await server.settle();
  expect(handled).toEqual([]);
  expect((await deliveries())[0]?.attempts).toMatchObject([{ status: 401 }]);
});
