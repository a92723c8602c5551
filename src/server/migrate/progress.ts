import type { JsonObject } from '../../internal/json.js';
import { isJsonObject, objectsOf, textOf } from '../json-object.js';
import type { MigrationPlan } from './plan.js';
import { isInPlace } from './plan.js';
import type { MigrationSettings } from './config.js';

export type MigrationStage = 'namespace_setup' | 'batch_creation' | 'batch_processing' | 'finalization';

/** The steps of a migration in order. */
export function stagesOf(settings: MigrationSettings): MigrationStage[] {
  if (isInPlace(settings)) return ['namespace_setup', 'finalization'];
  return ['namespace_setup', 'batch_creation', 'batch_processing', 'finalization'];
}

/** The progress of a migration that has not started. */
export function initialProgress(settings: MigrationSettings, plan: MigrationPlan, status: string): JsonObject {
  const totals: Record<MigrationStage, number> = {
    namespace_setup: 1,
    batch_creation: plan.resources.length,
    batch_processing: plan.documents,
    finalization: 1,
  };
  return {
    overall_status: status,
    overall_progress_percent: 0,
    current_stage: null,
    stages: stagesOf(settings).map((stage) => ({
      stage,
      status,
      started_at: null,
      completed_at: null,
      progress_percent: 0,
      items_total: totals[stage],
      items_completed: 0,
      items_failed: 0,
      error_message: null,
    })),
    resources: plan.resources.map(({ id, type }) => ({
      resource_id: id,
      resource_type: type,
      status,
      progress_percent: 0,
      error_message: null,
    })),
    started_at: null,
    estimated_completion: null,
  };
}

/** The migration with another status, in its progress too. */
export function withStatus(migration: JsonObject, status: string): JsonObject {
  return { ...migration, status, progress: { ...progressOf(migration), overall_status: status } };
}

export const progressOf = ({ progress }: JsonObject): JsonObject => (isJsonObject(progress) ? progress : {});

/** The migration once its step `index` is done at `now`; `done`: what the step did. */
export function withStepDone(
  migration: JsonObject,
  index: number,
  { now, done }: { readonly now: string; readonly done: number },
): JsonObject {
  const progress = progressOf(migration);
  const stages = objectsOf(progress['stages']);
  const changed = stages.map((stage, at) => {
    if (at === index)
      return {
        ...stage,
        status: 'completed',
        started_at: stage['started_at'] ?? now,
        completed_at: now,
        progress_percent: 100,
        items_completed: done,
      };
    return at === index + 1 ? { ...stage, status: 'in_progress', started_at: now } : stage;
  });
  const next = changed[index + 1];
  const created = textOf(stages[index] ?? {}, 'stage') === 'batch_creation';
  const resources = objectsOf(progress['resources']);
  return {
    ...migration,
    progress: {
      ...progress,
      overall_progress_percent: Math.round(((index + 1) / stages.length) * 100),
      current_stage: next?.['stage'] ?? null,
      stages: changed,
      resources: created
        ? resources.map((resource) => ({ ...resource, status: 'completed', progress_percent: 100 }))
        : resources,
    },
  };
}

/** The migration once its step `index` has failed. */
export function withStepFailed(migration: JsonObject, index: number, message: string): JsonObject {
  const progress = progressOf(migration);
  const stages = objectsOf(progress['stages']).map((stage, at) =>
    at === index ? { ...stage, status: 'failed', items_failed: 1, error_message: message } : stage,
  );
  return withStatus({ ...migration, error_message: message, progress: { ...progress, stages } }, 'failed');
}
