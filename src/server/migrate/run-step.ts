import type { JsonObject } from '../../internal/json.js';
import type { JobContext, JobHandler } from '../context.js';
import { publishEvent } from '../events/publish.js';
import { isoTime } from '../iso-time.js';
import { isJsonObject, objectsOf, textOf } from '../json-object.js';
import { notFound } from '../problem.js';
import type { MigrationRecord } from '../records.js';
import { createStaging } from '../staging.js';
import { partOf } from './all-parts.js';
import { readSettings, type MigrationSettings } from './config.js';
import { copyDocuments } from './copy-documents.js';
import type { CopyRun } from './parts.js';
import { planMigration } from './plan.js';
import { progressOf, stagesOf, withStatus, withStepDone, withStepFailed, type MigrationStage } from './progress.js';
import { setUpTarget } from './target.js';
import { tellWebhook } from './tell-webhook.js';

/** Does one step of a migration, all of it or nothing, and sees to the next. */
export const runMigrationStep: JobHandler = async ({ payload }, context) => {
  const { state, tx, services } = context;
  const record = state.get('migrations', textOf(payload, 'migration_id'));
  // Cancelled, deleted, or started anew since.
  if (record === undefined || record.migration['task_id'] !== payload['task_id'] || !isUnderWay(record)) return;
  const now = isoTime(services.clock.now());
  if (state.get('tasks', textOf(payload, 'task_id'))?.status === 'CANCELED') {
    // Whoever stops the task stops the migration.
    tx.put('migrations', { ...record, migration: { ...withStatus(record.migration, 'cancelled'), completed_at: now } });
    return;
  }
  const index = Number(payload['index']);
  const settings = readSettings(configOf(record));
  const stages = stagesOf(settings);
  const stage = stages[index];
  if (stage === undefined) return;

  const staging = createStaging(context);
  try {
    const done = await runStage(stage, settings, record, { state: staging.state, tx: staging.tx, services });
    staging.apply();
    const migration = withStepDone({ ...record.migration, ...done.changes }, index, { now, done: done.items });
    const isLast = index === stages.length - 1;
    finishStep(context, record, isLast ? completed(migration, now) : withStatus(migration, 'in_progress'));
    if (!isLast) scheduleStep(context, record, index + 1);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    finishStep(context, record, { ...withStepFailed(record.migration, index, message), completed_at: now });
  }
};

const completed = (migration: JsonObject, now: string): JsonObject => ({
  ...withStatus(migration, 'completed'),
  completed_at: now,
});

const isUnderWay = ({ migration }: MigrationRecord): boolean =>
  migration['status'] === 'pending' || migration['status'] === 'in_progress';

export const configOf = ({ migration }: MigrationRecord): JsonObject =>
  isJsonObject(migration['config']) ? migration['config'] : {};

/** Steps come at equal distances, so that all of them take `taskMs`. */
export function scheduleStep(
  { tx, services }: Pick<JobContext, 'tx' | 'services'>,
  record: MigrationRecord,
  index: number,
): void {
  const steps = stagesOf(readSettings(configOf(record))).length;
  const startedAt = textOf(record.migration, 'started_at');
  const due = Date.parse(startedAt) + (services.settings.taskMs * (index + 1)) / steps;
  const taskId = textOf(record.migration, 'task_id');
  tx.schedule('migrations.step', due, { migration_id: record.id, task_id: taskId, index });
}

interface Done {
  readonly items: number;
  readonly changes?: JsonObject;
}

async function runStage(
  stage: MigrationStage,
  settings: MigrationSettings,
  { migration }: MigrationRecord,
  context: JobContext,
): Promise<Done> {
  const source = context.state.findNamespace(settings.source);
  if (source === undefined) throw notFound('namespace', settings.source);
  const kept = isJsonObject(migration['additional_data']) ? migration['additional_data'] : {};
  if (stage === 'finalization') return { items: 1 };
  if (stage === 'namespace_setup') {
    if (settings.isDryRun) return { items: 1 };
    const target = setUpTarget(settings, source, context);
    return { items: 1, changes: { additional_data: { ...kept, target_namespace_id: target.id } } };
  }
  const plan = planMigration(settings, context.state);
  if (settings.isDryRun) return { items: stage === 'batch_creation' ? plan.resources.length : plan.documents };

  const target = context.state.get('namespaces', textOf(kept, 'target_namespace_id'));
  if (target === undefined) throw notFound('namespace', textOf(kept, 'target_namespace_id'));
  const known = isJsonObject(kept['ids']) ? kept['ids'] : {};
  const ids = new Map(Object.keys(known).map((id) => [id, textOf(known, id)]));
  const run: CopyRun = { ...context, source, target, ids };
  if (stage === 'batch_processing') return { items: copyDocuments(settings, run) };
  // In the order that the plan, and so the user, saw.
  const planned = objectsOf(progressOf(migration)['resources']).map((resource) => textOf(resource, 'resource_id'));
  for (const id of planned) {
    const resource = plan.resources.find((each) => each.id === id);
    if (resource !== undefined) await partOf(resource.type)?.copy(id, run);
  }
  return { items: ids.size, changes: { additional_data: { ...kept, ids: Object.fromEntries(ids) } } };
}

/** Stores how far it is, and tells the task and whoever listens. */
function finishStep(context: JobContext, record: MigrationRecord, migration: JsonObject): void {
  const { state, tx, services } = context;
  tx.put('migrations', { ...record, migration });
  const status = textOf(migration, 'status');
  const task = state.get('tasks', textOf(migration, 'task_id'));
  const progress = progressOf(migration);
  if (task !== undefined) {
    const data = isJsonObject(migration['additional_data']) ? migration['additional_data'] : {};
    tx.put('tasks', {
      ...task,
      status: TASK_STATUS[status] ?? 'IN_PROGRESS',
      outputs: status === 'completed' ? [{ migration_id: record.id, ...data }] : task.outputs,
      additional_data: { ...task.additional_data, progress_percent: progress['overall_progress_percent'] ?? 0 },
      error: typeof migration['error_message'] === 'string' ? migration['error_message'] : null,
      updated_at: isoTime(services.clock.now()),
    });
  }
  if (status !== 'completed' && status !== 'failed') return;
  publishEvent(context, {
    type: `migration.${status}`,
    namespaceId: record.namespace_id,
    subject: { type: 'migration', id: record.id },
  });
  tellWebhook(context, record.id, migration);
}

const TASK_STATUS: Readonly<Record<string, string>> = { completed: 'COMPLETED', failed: 'FAILED' };
