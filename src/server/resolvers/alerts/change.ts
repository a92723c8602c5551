import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { refuseTakenName } from '../../find-record.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject } from '../../json-object.js';
import type { AlertRecord } from '../../records.js';
import { retrieverIdOf } from './create.js';
import { findAlert, nameOfAlert } from './find.js';
import { readNotificationConfig } from './read-config.js';
import { toAlertView } from './view.js';

/** Fields that are left out, or null, stay. */
export function updateAlert(context: RequestContext): ResolverResult {
  const { body, services, tx } = context;
  const current = findAlert(context);
  const changed = Object.keys(body).filter((name) => body[name] !== null);
  const alert = { ...current, ...readChanges(context, current), updated_at: isoTime(services.clock.now()) };
  tx.put('alerts', alert);
  publish('alert.updated', alert, context, changed);
  return { body: toAlertView(alert) };
}

function readChanges(context: RequestContext, current: AlertRecord): Partial<AlertRecord> {
  const { body } = context;
  const { name, description, retriever_id: retriever, notification_config: config, enabled, metadata } = body;
  if (typeof name === 'string') {
    refuseTakenName(context, 'alerts', { name, nameOf: nameOfAlert, resource: 'alert', ownId: current.id });
  }
  return {
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    ...(typeof retriever === 'string' ? { retriever_id: retrieverIdOf(retriever, context) } : {}),
    ...(isJsonObject(config) ? { notification_config: readNotificationConfig(config, context, current) } : {}),
    ...(typeof enabled === 'boolean' ? { enabled } : {}),
    ...(isJsonObject(metadata) ? { metadata } : {}),
  };
}

/** Its runs go with it. */
export function deleteAlert(context: RequestContext): ResolverResult {
  const { state, tx } = context;
  const alert = findAlert(context);
  for (const id of state.ids('alertExecutions', (run) => run.alert_id === alert.id)) tx.delete('alertExecutions', id);
  tx.delete('alerts', alert.id);
  publish('alert.deleted', alert, context);
  return { body: { success: true, message: `Alert ${alert.id} is deleted.` } };
}

function publish(type: string, alert: AlertRecord, context: RequestContext, fields?: readonly string[]): void {
  publishEvent(context, {
    type,
    namespaceId: alert.namespace_id,
    subject: { type: 'alert', id: alert.id },
    metadata: {
      alert_id: alert.id,
      alert_name: alert.name,
      ...(fields === undefined ? {} : { changed_fields: [...fields] }),
    },
  });
}
