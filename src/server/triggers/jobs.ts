import type { JobContext } from '../context.js';
import { isoTime } from '../iso-time.js';
import { textOf } from '../json-object.js';
import type { NamespaceRecord, TriggerRecord } from '../records.js';
import type { JobTable } from '../resolvers/table.js';
import { isFinal } from '../resolvers/tasks/start-task.js';
import { measure, takeSnapshot } from './condition.js';
import { isCoolingDown } from './cooldown.js';
import { fire, settle } from './fire.js';
import { storeTrigger } from './plan.js';
import { nextTime } from './schedule.js';

/** Looks at a task this often at the same time of the clock before it waits for time to pass. */
const IMMEDIATE_TRIES = 5;
const PAUSE_MS = 1000;

export const triggerJobs = {
  /** The time of a trigger has come: it fires, or looks at its condition. */
  'triggers.due': ({ payload }, context) => {
    const { state, services } = context;
    const trigger = state.get('triggers', textOf(payload, 'trigger_id'));
    const namespace = state.get('namespaces', trigger?.namespace_id ?? '');
    if (trigger === undefined || namespace === undefined || trigger.status !== 'active') return;
    const next = nextTime(trigger, services.clock.now());
    const done =
      trigger.trigger_type === 'conditional'
        ? checkCondition(trigger, namespace, context)
        : fire(trigger, namespace, context).trigger;
    storeTrigger(done, next, context);
  },
  /** Waits for the task of a run. */
  'triggers.follow': ({ payload }, context) => {
    const { state, tx, services } = context;
    const execution = state.get('triggerExecutions', textOf(payload, 'execution_id'));
    const trigger = state.get('triggers', execution?.trigger_id ?? '');
    if (execution === undefined || trigger === undefined) return;
    const task = state.get('tasks', execution.task_id ?? '');
    if (task === undefined || isFinal(task.status)) {
      const ended = task ?? { ...LOST_TASK, id: execution.task_id ?? '' };
      const settled = settle(trigger, { execution, task: ended }, context);
      const next = settled.next_scheduled_at === null ? null : Date.parse(settled.next_scheduled_at);
      storeTrigger(settled, next, context);
      return;
    }
    const tries = typeof payload['tries'] === 'number' ? payload['tries'] : 0;
    const pause = tries < IMMEDIATE_TRIES ? 0 : Math.max(PAUSE_MS, services.settings.taskMs);
    tx.schedule('triggers.follow', services.clock.now() + pause, { execution_id: execution.id, tries: tries + 1 });
  },
} satisfies JobTable;

/** A task whose record is gone. */
const LOST_TASK = {
  namespace_id: null,
  task_type: '',
  status: 'FAILED',
  inputs: [],
  outputs: [],
  additional_data: {},
  error: 'The task of the run is gone.',
  created_at: '',
  updated_at: '',
};

/** Fires when the condition begins to hold; it has to have failed before it fires again. */
function checkCondition(trigger: TriggerRecord, namespace: NamespaceRecord, context: JobContext): TriggerRecord {
  const now = context.services.clock.now();
  const snapshot = takeSnapshot(trigger, { state: context.state, namespace });
  const measured = measure(trigger, snapshot);
  const wasMet = trigger.last_measurement?.['met'] === true;
  const checked: TriggerRecord = {
    ...trigger,
    last_measurement: { ...measured, measured_at: isoTime(now) },
    last_condition_check_at: isoTime(now),
  };
  if (!measured.met || wasMet || isCoolingDown(trigger, now)) return checked;
  const fired = fire(checked, namespace, context).trigger;
  // From now on drift is measured against what the action saw.
  const hasNewBaseline = trigger.schedule_config['condition_type'] === 'drift';
  return {
    ...fired,
    baseline: snapshot,
    last_measurement: { ...measured, met: !hasNewBaseline, measured_at: isoTime(now) },
  };
}
