import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, textOf } from '../../json-object.js';
import { withStatus } from '../../migrate/progress.js';
import { conflict } from '../../problem.js';
import { isFinal } from '../tasks/start-task.js';
import { findMigration } from './find.js';

const UNDER_WAY = ['pending', 'in_progress'];

export function cancelMigration(context: RequestContext): ResolverResult {
  const { body, services, state, tx } = context;
  const record = findMigration(context);
  const { id, migration } = record;
  const status = textOf(migration, 'status');
  if (!UNDER_WAY.includes(status) && status !== 'draft') {
    const message = `Migration ${id} is ${status} already; there is nothing to cancel.`;
    throw conflict('migration_ended', message, { migration_id: id, status });
  }
  const now = isoTime(services.clock.now());
  const data = isJsonObject(migration['additional_data']) ? migration['additional_data'] : {};
  tx.put('migrations', {
    ...record,
    migration: {
      ...withStatus(migration, 'cancelled'),
      completed_at: now,
      additional_data: { ...data, cancellation_reason: body['reason'] ?? null },
    },
  });
  const task = state.get('tasks', textOf(migration, 'task_id'));
  if (task !== undefined && !isFinal(task.status)) tx.put('tasks', { ...task, status: 'CANCELED', updated_at: now });
  publishEvent(context, {
    type: 'migration.cancelled',
    namespaceId: record.namespace_id,
    subject: { type: 'migration', id },
  });
  return {
    body: { migration_id: id, status: 'cancelled', cancelled_at: now, message: `Migration ${id} goes no further.` },
  };
}

export function deleteMigration(context: RequestContext): ResolverResult {
  const { id, migration } = findMigration(context);
  const status = textOf(migration, 'status');
  if (UNDER_WAY.includes(status)) {
    const message = `Migration ${id} is ${status}. Cancel it before you delete it.`;
    throw conflict('migration_under_way', message, { migration_id: id, status });
  }
  context.tx.delete('migrations', id);
  return { status: 204, body: undefined };
}
