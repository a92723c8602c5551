import type { RequestContext } from '../../context.js';
import { notFound } from '../../problem.js';
import type { WebhookRecord } from '../../records.js';

/** The webhook of the path, by id or name. */
export function findWebhook(context: RequestContext): WebhookRecord {
  const found = lookUpWebhook(context.path['webhook_id'] ?? '', context);
  if (found === undefined) throw notFound('webhook', context.path['webhook_id'] ?? '');
  return found;
}

export function lookUpWebhook(idOrName: string, { state }: Pick<RequestContext, 'state'>): WebhookRecord | undefined {
  const byId = state.get('webhooks', idOrName);
  if (byId !== undefined) return byId;
  const [id] = state.ids('webhooks', (hook) => hook.webhook_name === idOrName);
  return id === undefined ? undefined : state.get('webhooks', id);
}
