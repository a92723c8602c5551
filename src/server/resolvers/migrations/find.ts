import type { RequestContext } from '../../context.js';
import { notFound } from '../../problem.js';
import type { MigrationRecord } from '../../records.js';

export function findMigration({ state, path }: RequestContext): MigrationRecord {
  const id = path['migration_id'] ?? '';
  const record = state.get('migrations', id);
  if (record === undefined) throw notFound('migration', id);
  return record;
}
