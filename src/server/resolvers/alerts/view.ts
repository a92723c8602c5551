import type { JsonObject } from '../../../internal/json.js';
import { hideSecrets } from '../../deliveries/hide-secrets.js';
import type { AlertExecutionRecord, AlertRecord } from '../../records.js';

export function toAlertView({ id, notification_config: config, ...alert }: AlertRecord): JsonObject {
  const channels = config.channels.map((channel) => ({
    ...channel,
    config: channel.config === null ? null : hideSecrets(channel.config),
  }));
  return { alert_id: id, ...alert, notification_config: { ...config, channels } };
}

/** `withMatches`: false for an alert that leaves them out. */
export function toRunView(run: AlertExecutionRecord, withMatches: boolean): JsonObject {
  return {
    alert_id: run.alert_id,
    collection_id: run.collection_id,
    execution_id: run.id,
    triggered: run.match_count > 0,
    match_count: run.match_count,
    matches: withMatches ? run.matches.map((match) => ({ ...match })) : null,
    source_documents: run.source_documents,
    executed_at: run.created_at,
    duration_ms: run.duration_ms,
    error: run.error,
  };
}
