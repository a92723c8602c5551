import type { JsonObject } from '../../../internal/json.js';
import type { StateReader } from '../../context.js';
import { isJsonObject, textOf } from '../../json-object.js';
import type { TriggerExecutionRecord, TriggerRecord } from '../../records.js';
import { ORGANIZATION_ID } from '../models/org-view.js';

/** What both kinds of trigger show. */
const commonView = (trigger: TriggerRecord): JsonObject => ({
  trigger_id: trigger.id,
  namespace_id: trigger.namespace_id,
  internal_id: ORGANIZATION_ID,
  trigger_type: trigger.trigger_type,
  schedule_config: trigger.schedule_config,
  status: trigger.status,
  last_triggered_at: trigger.last_triggered_at,
  next_scheduled_at: trigger.next_scheduled_at,
  execution_count: trigger.execution_count,
  consecutive_failures: trigger.consecutive_failures,
  last_execution_status: trigger.last_execution_status,
  last_execution_error: trigger.last_execution_error,
  event_counter: trigger.event_counter,
  last_cooldown_at: trigger.last_cooldown_at,
  description: trigger.description,
  created_at: trigger.created_at,
  updated_at: trigger.updated_at,
  created_by: trigger.created_by,
});

export const toTriggerView = (trigger: TriggerRecord): JsonObject => ({
  ...commonView(trigger),
  action_type: trigger.action_type,
  action_config: trigger.action_config,
  last_execution_task_id: trigger.last_task_id,
  baseline_snapshot: trigger.baseline,
  last_drift_measurement: trigger.last_measurement,
  last_condition_check_at: trigger.last_condition_check_at,
});

export const toClusterTriggerView =
  (state: StateReader) =>
  (trigger: TriggerRecord): JsonObject => ({
    ...commonView(trigger),
    cluster_id: textOf(trigger.action_config, 'cluster_id') || null,
    execution_config: toExecutionConfig(trigger, state),
    last_execution_job_id: trigger.last_task_id,
  });

/** What it was made with, else what its cluster says. */
function toExecutionConfig({ action_config: config }: TriggerRecord, state: StateReader): JsonObject {
  if (isJsonObject(config['execution_config'])) return config['execution_config'];
  const { collection_ids: collections, ...rest } =
    state.get('clusters', textOf(config, 'cluster_id'))?.definition ?? {};
  return { collection_ids: collections ?? [], config: rest };
}

/** One run of a trigger. */
export const toExecutionView = (execution: TriggerExecutionRecord): JsonObject => ({
  task_id: execution.task_id ?? '',
  triggered_at: execution.triggered_at,
  status: execution.status,
  execution_time_ms:
    execution.ended_at === null ? null : Date.parse(execution.ended_at) - Date.parse(execution.triggered_at),
  error: execution.error,
});

export const toClusterExecutionView =
  (state: StateReader) =>
  (execution: TriggerExecutionRecord): JsonObject => {
    const { task_id: task, ...view } = toExecutionView(execution);
    const [runId = ''] = state.ids('clusterRuns', (run) => run.task_id === execution.task_id);
    const run = state.get('clusterRuns', runId);
    const isDone = run?.status === 'completed';
    return {
      job_id: task ?? '',
      ...view,
      num_clusters: isDone ? run.groups.length : null,
      num_documents: isDone ? run.num_points : null,
    };
  };
