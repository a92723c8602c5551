import type { JsonObject } from '../../internal/json.js';
import type { JobContext } from '../context.js';
import { isJsonObject, textOf } from '../json-object.js';

/** Posts the end of a migration to its `webhook_url`, once the end is stored. Nobody waits for it, and it is tried once. */
export function tellWebhook({ tx, services }: JobContext, migrationId: string, migration: JsonObject): void {
  const config = isJsonObject(migration['config']) ? migration['config'] : {};
  const url = textOf(config, 'webhook_url');
  if (url === '') return;
  const { status, completed_at, error_message, additional_data } = migration;
  const told = JSON.stringify({ migration_id: migrationId, status, completed_at, error_message, additional_data });
  tx.afterCommit(async (signal) => {
    const failure = await services
      .outbound(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: told, signal })
      .then(
        ({ status: answered }) => (answered < 300 ? undefined : `It answered ${answered}.`),
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
    return failure === undefined ? undefined : noteFailure(migrationId, failure);
  });
}

/** What became of the post is told where the migration is looked at. */
const noteFailure =
  (migrationId: string, failure: string) =>
  ({ state, tx }: JobContext): void => {
    const record = state.get('migrations', migrationId);
    if (record === undefined) return;
    const data = isJsonObject(record.migration['additional_data']) ? record.migration['additional_data'] : {};
    const migration = { ...record.migration, additional_data: { ...data, webhook_error: failure } };
    tx.put('migrations', { ...record, migration });
  };
