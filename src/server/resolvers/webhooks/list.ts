import type { RequestContext, ResolverResult } from '../../context.js';
import { listRecords } from '../../list-records.js';
import { toWebhookView } from './view.js';

export function listWebhooks({ state, body, query }: RequestContext): ResolverResult {
  const { event_type: eventType, is_active: isActive } = body;
  const hooks = state
    .list('webhooks')
    .filter((hook) => typeof eventType !== 'string' || hook.event_types.includes(eventType))
    .filter((hook) => typeof isActive !== 'boolean' || hook.is_active === isActive);
  const { results, pagination, total } = listRecords(hooks, {
    body: {},
    query,
    view: toWebhookView,
    searchFields: [],
    cursorQuery: { event_type: eventType ?? null, is_active: isActive ?? null },
  });
  return { body: { results, pagination, total } };
}
