import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { idOf, refuseTakenName } from '../../find-record.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, textOf } from '../../json-object.js';
import { Problem } from '../../problem.js';
import type { AlertRecord } from '../../records.js';
import { nameOfAlert } from './find.js';
import { readNotificationConfig } from './read-config.js';
import { toAlertView } from './view.js';

export function createAlert(context: RequestContext): ResolverResult {
  const { body, namespace, services, tx } = context;
  const name = textOf(body, 'name');
  refuseTakenName(context, 'alerts', { name, nameOf: nameOfAlert, resource: 'alert' });
  const now = isoTime(services.clock.now());
  const alert: AlertRecord = {
    id: services.id('alt'),
    namespace_id: namespace.id,
    name,
    description: typeof body['description'] === 'string' ? body['description'] : null,
    retriever_id: retrieverIdOf(textOf(body, 'retriever_id'), context),
    notification_config: readNotificationConfig(body['notification_config'], context),
    enabled: body['enabled'] !== false,
    metadata: isJsonObject(body['metadata']) ? body['metadata'] : {},
    created_at: now,
    updated_at: now,
  };
  tx.put('alerts', alert);
  publishEvent(context, {
    type: 'alert.created',
    namespaceId: namespace.id,
    subject: { type: 'alert', id: alert.id },
    metadata: { alert_id: alert.id, alert_name: name, retriever_id: alert.retriever_id },
  });
  return { body: toAlertView(alert) };
}

/** The retriever that a request names by id or name. */
export function retrieverIdOf(idOrName: string, context: RequestContext): string {
  const id = idOf(context, 'retrievers', { idOrName, nameOf: ({ retriever_name: name }) => name });
  if (id !== undefined) return id;
  throw new Problem({
    status: 404,
    message: `retriever_id: no retriever of the namespace has the id or name "${idOrName}".`,
    details: { resource: 'retriever', id: idOrName, path: 'retriever_id' },
  });
}
