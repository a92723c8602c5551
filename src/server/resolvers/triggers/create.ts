import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import type { TriggerRecord } from '../../records.js';
import { requireAction } from '../../triggers/actions.js';
import { takeSnapshot } from '../../triggers/condition.js';
import { publish } from '../../triggers/fire.js';
import { storeTrigger } from '../../triggers/plan.js';
import { checkSchedule, firstTime } from '../../triggers/schedule.js';
import type { TriggerFamily } from './find.js';

export interface NewTrigger {
  readonly family: TriggerFamily;
  readonly actionType: string;
  readonly actionConfig: JsonObject;
}

/** Checks and stores a trigger; its schedule comes from the body. */
export function createTrigger(
  context: RequestContext,
  { family, actionType, actionConfig }: NewTrigger,
): TriggerRecord {
  const { body, namespace, services, caller } = context;
  // The document allows no other type.
  const type = textOf(body, 'trigger_type') as TriggerRecord['trigger_type'];
  const schedule = body['schedule_config'] as JsonObject;
  checkSchedule({ trigger_type: type, schedule_config: schedule });
  const config = requireAction(actionType).check(actionConfig, context);
  const now = services.clock.now();
  const trigger: TriggerRecord = {
    id: services.id('trg'),
    namespace_id: namespace.id,
    family,
    action_type: actionType,
    action_config: config,
    trigger_type: type,
    schedule_config: schedule,
    status: (textOf(body, 'status') || 'active') as TriggerRecord['status'],
    description: typeof body['description'] === 'string' ? body['description'] : null,
    created_by: caller.userEmail,
    next_scheduled_at: null,
    last_triggered_at: null,
    last_task_id: null,
    last_execution_status: null,
    last_execution_error: null,
    execution_count: 0,
    consecutive_failures: 0,
    event_counter: 0,
    last_cooldown_at: null,
    baseline: null,
    last_measurement: null,
    last_condition_check_at: null,
    created_at: isoTime(now),
    updated_at: isoTime(now),
  };
  if (type === 'conditional') trigger.baseline = takeSnapshot(trigger, context);
  const stored = storeTrigger(trigger, firstTime(trigger, now), context);
  publish('trigger.created', stored, {}, context);
  return stored;
}
