import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import { readSettings } from '../../migrate/config.js';
import { planMigration, toGraph, toValidation } from '../../migrate/plan.js';
import { initialProgress } from '../../migrate/progress.js';
import { configOf, scheduleStep } from '../../migrate/run-step.js';
import { conflict } from '../../problem.js';
import type { MigrationRecord } from '../../records.js';
import { startTask } from '../tasks/start-task.js';
import { findMigration } from './find.js';

const STARTABLE = ['draft', 'failed', 'cancelled'];

export function startMigration(context: RequestContext): ResolverResult {
  const { body } = context;
  const { migration, id } = beginMigration(context, findMigration(context), { force: body['force'] === true });
  return {
    body: {
      migration_id: id,
      status: migration['status'],
      task_id: migration['task_id'],
      started_at: migration['started_at'],
      message: `Migration ${id} started.`,
    },
  };
}

/** Starts a migration as a task. It is validated again: the namespaces may have changed since. */
export function beginMigration(
  context: RequestContext,
  record: MigrationRecord,
  { force }: { readonly force: boolean },
): MigrationRecord {
  const { services, state, tx } = context;
  const { id, migration, namespace_id: namespaceId } = record;
  const status = textOf(migration, 'status');
  if (!STARTABLE.includes(status)) {
    const message = `Migration ${id} is ${status}; only one that is ${STARTABLE.join(', ')} can be started.`;
    throw conflict('migration_not_startable', message, { migration_id: id, status });
  }
  const settings = readSettings(configOf(record));
  const plan = planMigration(settings, state);
  const [first] = plan.errors;
  if (first !== undefined && !force) {
    throw conflict(
      'migration_not_valid',
      `Migration ${id} cannot run: ${first.msg} Change it, or start it with force.`,
      { migration_id: id, validation_result: toValidation(plan, services.settings.taskMs) },
    );
  }
  const started = services.clock.now();
  const task = startTask(
    { type: 'api_namespaces_migrations_run', namespaceId, inputs: [{ migration_id: id }] },
    context,
  );
  const begun: MigrationRecord = {
    ...record,
    migration: {
      ...migration,
      status: 'pending',
      validation_result: toValidation(plan, services.settings.taskMs),
      dependency_graph: toGraph(plan),
      task_id: task.id,
      started_at: isoTime(started),
      completed_at: null,
      error_message: null,
      additional_data: {},
      progress: {
        ...initialProgress(settings, plan, 'pending'),
        started_at: isoTime(started),
        estimated_completion: isoTime(started + services.settings.taskMs),
      },
    },
  };
  tx.put('migrations', begun);
  scheduleStep(context, begun, 0);
  publishEvent(context, { type: 'migration.started', namespaceId, subject: { type: 'migration', id } });
  return begun;
}
