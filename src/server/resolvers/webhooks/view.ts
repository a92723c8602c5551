import type { JsonObject } from '../../../internal/json.js';
import { hideSecrets } from '../../deliveries/hide-secrets.js';
import type { WebhookRecord } from '../../records.js';

export function toWebhookView({ id, ...hook }: WebhookRecord): JsonObject {
  const channels = hook.channels.map(({ channel, configs }) => ({ channel, configs: hideSecrets(configs) }));
  return { webhook_id: id, ...hook, channels };
}
