import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isJsonObject, objectsOf, textOf } from '../../json-object.js';
import { listRecords } from '../../list-records.js';
import { toAlertView } from './view.js';

export function listAlerts({ state, namespace, body, query }: RequestContext): ResolverResult {
  const alerts = state.list('alerts').filter((alert) => alert.namespace_id === namespace.id);
  const { results, pagination, total, matches } = listRecords(alerts, {
    body,
    query,
    view: toAlertView,
    searchFields: ['name', 'description'],
  });
  return { body: { results, pagination, total_count: total, stats: statsOf(matches) } };
}

function statsOf(alerts: readonly JsonObject[]): JsonObject {
  const enabled = alerts.filter((alert) => alert['enabled'] === true).length;
  const byChannel: Record<string, number> = {};
  for (const { notification_config: config } of alerts) {
    const channels = isJsonObject(config) ? objectsOf(config['channels']) : [];
    // An alert with two mails counts once.
    for (const type of new Set(channels.map((channel) => textOf(channel, 'channel_type')))) {
      byChannel[type] = (byChannel[type] ?? 0) + 1;
    }
  }
  return {
    total_alerts: alerts.length,
    enabled_alerts: enabled,
    disabled_alerts: alerts.length - enabled,
    alerts_by_channel_type: byChannel,
  };
}
