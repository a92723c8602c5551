import type { RequestContext, ResolverResult } from '../../context.js';
import { lookUpWebhook } from './find.js';

/** Succeeds also when it is gone already. Deliveries that are due find it gone, and end. */
export function deleteWebhook(context: RequestContext): ResolverResult {
  const hook = lookUpWebhook(context.path['webhook_id'] ?? '', context);
  if (hook !== undefined) context.tx.delete('webhooks', hook.id);
  return { status: 204, body: undefined };
}
