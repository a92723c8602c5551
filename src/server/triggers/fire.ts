import type { JsonObject } from '../../internal/json.js';
import { publishEvent } from '../events/publish.js';
import { isoTime } from '../iso-time.js';
import { Problem } from '../problem.js';
import type { NamespaceRecord, TaskRecord, TriggerExecutionRecord, TriggerRecord } from '../records.js';
import { isFinal, startTask } from '../resolvers/tasks/start-task.js';
import type { StartedAction } from './action.js';
import { requireAction } from './actions.js';
import type { Staging } from './plan.js';

/** Failed runs in a row after which a trigger stops. */
const MAX_FAILURES = 5;

export interface Fired {
  /** The trigger with what firing changed; the caller stores it. */
  readonly trigger: TriggerRecord;
  readonly execution: TriggerExecutionRecord;
  readonly task: TaskRecord;
}

/** Starts the action of a trigger, and follows it to its end. A refusal is a failed run. */
export function fire(trigger: TriggerRecord, namespace: NamespaceRecord, staging: Staging): Fired {
  const { tx, services } = staging;
  const now = services.clock.now();
  const { task, config } = start(trigger, namespace, staging);
  const execution: TriggerExecutionRecord = {
    id: services.id('trx'),
    namespace_id: trigger.namespace_id,
    trigger_id: trigger.id,
    task_id: task.id,
    status: task.status,
    error: task.error,
    triggered_at: isoTime(now),
    ended_at: null,
  };
  publish('trigger.fired', trigger, { task_id: task.id, execution_id: execution.id }, staging);
  const hasCooldown = Number(trigger.schedule_config['cooldown_seconds'] ?? 0) > 0;
  const fired: TriggerRecord = {
    ...trigger,
    action_config: config ?? trigger.action_config,
    last_triggered_at: isoTime(now),
    last_task_id: task.id,
    last_execution_status: task.status,
    last_execution_error: null,
    execution_count: trigger.execution_count + 1,
    event_counter: 0,
    last_cooldown_at: hasCooldown ? isoTime(now) : trigger.last_cooldown_at,
  };
  if (isFinal(task.status)) {
    return { trigger: settle(fired, { execution, task }, staging), execution, task };
  }
  tx.put('triggerExecutions', execution);
  tx.schedule('triggers.follow', now + services.settings.taskMs, { execution_id: execution.id, tries: 0 });
  return { trigger: fired, execution, task };
}

function start(trigger: TriggerRecord, namespace: NamespaceRecord, staging: Staging): StartedAction {
  const action = requireAction(trigger.action_type);
  try {
    return action.start(trigger.action_config, {
      state: staging.state,
      tx: staging.tx,
      services: staging.services,
      namespace,
      triggerId: trigger.id,
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const task = startTask(
      {
        type: action.taskType,
        namespaceId: namespace.id,
        status: 'FAILED',
        inputs: [trigger.action_config],
        additionalData: { trigger_id: trigger.id },
      },
      staging,
    );
    const failed = { ...task, error: error.message };
    staging.tx.put('tasks', failed);
    return { task: failed };
  }
}

/** Records how a run ended. Gives the trigger with its outcome; after too many failures it has stopped. */
export function settle(
  trigger: TriggerRecord,
  { execution, task }: { execution: TriggerExecutionRecord; task: TaskRecord },
  staging: Staging,
): TriggerRecord {
  const { tx, services } = staging;
  const isDone = task.status === 'COMPLETED' || task.status === 'COMPLETED_WITH_ERRORS';
  tx.put('triggerExecutions', {
    ...execution,
    status: task.status,
    error: task.error,
    ended_at: isoTime(services.clock.now()),
  });
  const about = { task_id: task.id, execution_id: execution.id, status: task.status };
  if (isDone) publish('trigger.execution.completed', trigger, about, staging);
  else publish('trigger.execution.failed', trigger, { ...about, error: task.error }, staging);
  const failures = isDone ? 0 : trigger.consecutive_failures + 1;
  return {
    ...trigger,
    consecutive_failures: failures,
    status: failures >= MAX_FAILURES && trigger.status === 'active' ? 'failed' : trigger.status,
    last_execution_status: task.status,
    last_execution_error: isDone ? null : task.error,
  };
}

export function publish(type: string, trigger: TriggerRecord, metadata: JsonObject, staging: Staging): void {
  publishEvent(staging, {
    type,
    namespaceId: trigger.namespace_id,
    subject: { type: 'trigger', id: trigger.id },
    metadata: { action_type: trigger.action_type, trigger_type: trigger.trigger_type, ...metadata },
  });
}
