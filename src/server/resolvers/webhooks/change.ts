import type { RequestContext, ResolverResult } from '../../context.js';
import { checkChannel } from '../../deliveries/check-channel.js';
import { restoreSecrets } from '../../deliveries/hide-secrets.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, objectsOf, textOf } from '../../json-object.js';
import { conflict, unprocessable } from '../../problem.js';
import type { ChannelName, ChannelRecord, WebhookRecord } from '../../records.js';
import { stringsOf } from '../retrievers/definition.js';
import { findWebhook } from './find.js';
import { toWebhookView } from './view.js';

export function createWebhook(context: RequestContext): ResolverResult {
  const { body, state, services, tx } = context;
  const id = textOf(body, 'webhook_id') || newWebhookId(services.random);
  if (state.get('webhooks', id) !== undefined) {
    throw conflict('webhook_id_taken', `A webhook has the id "${id}" already. Leave webhook_id out, and one is made.`, {
      webhook_id: id,
    });
  }
  const now = isoTime(services.clock.now());
  const hook = { id, ...readWebhook(context, undefined), created_at: now, updated_at: now };
  tx.put('webhooks', hook);
  return { status: 201, body: toWebhookView(hook) };
}

export function replaceWebhook(context: RequestContext): ResolverResult {
  const { body, services, tx } = context;
  const current = findWebhook(context);
  const sent = textOf(body, 'webhook_id');
  if (sent !== '' && sent !== current.id) {
    const message = `is that of another webhook; this one has the id "${current.id}", and keeps it`;
    throw unprocessable([{ type: 'value_error', location: ['body', 'webhook_id'], message }]);
  }
  const hook = { ...current, ...readWebhook(context, current), updated_at: isoTime(services.clock.now()) };
  tx.put('webhooks', hook);
  return { body: toWebhookView(hook) };
}

type WebhookFields = Pick<WebhookRecord, 'webhook_name' | 'event_types' | 'channels' | 'is_active'>;

function readWebhook(context: RequestContext, own: WebhookRecord | undefined): WebhookFields {
  const { body } = context;
  const name = textOf(body, 'webhook_name');
  refuseTakenName(name, context, own);
  return {
    webhook_name: name,
    event_types: [...new Set(stringsOf(body['event_types']))],
    channels: readChannels(context, own),
    is_active: body['is_active'] !== false,
  };
}

function readChannels({ body }: RequestContext, own: WebhookRecord | undefined): ChannelRecord[] {
  const before = (own?.channels ?? []).map(({ configs }) => configs);
  const given = objectsOf(body['channels']);
  const channels = given.map((entry): ChannelRecord => {
    const configs = isJsonObject(entry['configs']) ? entry['configs'] : {};
    // The document allows these three.
    const channel = textOf(entry, 'channel') as ChannelName;
    return { channel, configs: restoreSecrets(withDefaults(channel, configs), before) };
  });
  const violations = channels.flatMap(({ channel, configs }, index) =>
    checkChannel(channel, configs, ['body', 'channels', index, 'configs']),
  );
  if (violations.length > 0) throw unprocessable(violations);
  return channels;
}

const withDefaults = (channel: ChannelName, configs: ChannelRecord['configs']): ChannelRecord['configs'] => {
  if (channel === 'webhook') return { timeout: 10, ...configs };
  return channel === 'email' ? { content_type: 'html', ...configs } : configs;
};

function refuseTakenName(name: string, { state }: RequestContext, own: WebhookRecord | undefined): void {
  const [other] = state.ids('webhooks', (hook) => hook.webhook_name === name && hook.id !== own?.id);
  if (other === undefined) return;
  throw conflict(
    'webhook_name_taken',
    `The organization already has a webhook named "${name}" (${other}). Choose another name, or delete that one.`,
    { webhook_name: name, webhook_id: other },
  );
}

/** `wh_` and 16 hexadecimal digits. */
function newWebhookId(random: () => number): string {
  return `wh_${Array.from({ length: 16 }, () => Math.floor(random() * 16).toString(16)).join('')}`;
}
