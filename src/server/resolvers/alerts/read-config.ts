import type { JsonObject, JsonValue } from '../../../internal/json.js';
import type { RequestContext } from '../../context.js';
import { checkChannel } from '../../deliveries/check-channel.js';
import { restoreSecrets } from '../../deliveries/hide-secrets.js';
import { isJsonObject, objectsOf, textOf } from '../../json-object.js';
import { badRequest, Problem, unprocessable, type Violation } from '../../problem.js';
import type { AlertChannelType, AlertNotificationRecord, AlertRecord } from '../../records.js';
import { lookUpWebhook } from '../webhooks/find.js';

const TYPES: readonly string[] = ['webhook', 'email', 'slack', 'in_app'] satisfies AlertChannelType[];

type ChannelConfig = AlertNotificationRecord['channels'][number];

/** Checks who is to be told, down to each channel's settings. */
export function readNotificationConfig(
  value: JsonValue | undefined,
  context: RequestContext,
  own?: AlertRecord,
): AlertNotificationRecord {
  const config = isJsonObject(value) ? value : {};
  const template = config['template_id'];
  if (typeof template === 'string') {
    throw badRequest(
      'unknown_template',
      `notification_config.template_id: there is no template "${template}". Leave it out, or give a webhook a payload_template and name it in channel_id.`,
      { template_id: template },
    );
  }
  const before = (own?.notification_config.channels ?? []).flatMap(({ config: known }) =>
    known === null ? [] : [known],
  );
  return {
    channels: objectsOf(config['channels']).map((channel, index) => readChannel(channel, { index, before, context })),
    include_matches: config['include_matches'] !== false,
    include_scores: config['include_scores'] !== false,
    template_id: null,
  };
}

function readChannel(
  given: JsonObject,
  { index, before, context }: { index: number; before: readonly JsonObject[]; context: RequestContext },
): ChannelConfig {
  const at = ['body', 'notification_config', 'channels', index];
  const type = textOf(given, 'channel_type');
  if (!isChannelType(type)) {
    refuse({ type: 'enum', location: [...at, 'channel_type'], message: `must be one of ${TYPES.join(', ')}` });
  }
  const named = textOf(given, 'channel_id');
  const config = isJsonObject(given['config']) ? restoreSecrets(given['config'], before) : null;
  if (type === 'in_app') return { channel_type: type, channel_id: null, config };
  if (named !== '') return { channel_type: type, channel_id: webhookIdOf(named, { type, index, context }), config };
  if (config === null) {
    refuse({ type: 'missing', location: [...at, 'config'], message: 'is required where no channel_id is given' });
  }
  const violations = checkChannel(type, config, [...at, 'config']);
  if (violations.length > 0) throw unprocessable(violations);
  return { channel_type: type, channel_id: null, config };
}

const isChannelType = (type: string): type is AlertChannelType => TYPES.includes(type);

function webhookIdOf(
  named: string,
  { type, index, context }: { type: string; index: number; context: RequestContext },
): string {
  const path = `notification_config.channels[${index}].channel_id`;
  const hook = lookUpWebhook(named, context);
  if (hook === undefined) {
    throw new Problem({
      status: 404,
      message: `${path}: no webhook has the id or name "${named}".`,
      details: { resource: 'webhook', id: named, path },
    });
  }
  if (!hook.channels.some(({ channel }) => channel === type)) {
    throw badRequest('channel_not_available', `${path}: the webhook "${named}" has no channel of the type ${type}.`, {
      webhook_id: hook.id,
      channels: hook.channels.map(({ channel }) => channel),
    });
  }
  return hook.id;
}

function refuse(violation: Violation): never {
  throw unprocessable([violation]);
}
