import type { RequestContext } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, textOf } from '../../json-object.js';
import type { TriggerRecord } from '../../records.js';
import { publish } from '../../triggers/fire.js';
import { storeTrigger } from '../../triggers/plan.js';
import { checkSchedule, nextTime } from '../../triggers/schedule.js';

/** Schedule, description, status. New times count from now. */
export function updateTrigger(trigger: TriggerRecord, context: RequestContext): TriggerRecord {
  const { body, services } = context;
  const now = services.clock.now();
  const status = textOf(body, 'status');
  const changed: TriggerRecord = {
    ...trigger,
    schedule_config: isJsonObject(body['schedule_config']) ? body['schedule_config'] : trigger.schedule_config,
    description: typeof body['description'] === 'string' ? body['description'] : trigger.description,
    // The document allows no other status.
    status: status === '' ? trigger.status : (status as TriggerRecord['status']),
    updated_at: isoTime(now),
  };
  checkSchedule(changed);
  const isRescheduled = isJsonObject(body['schedule_config']) || changed.status !== trigger.status;
  const stored = storeTrigger(changed, isRescheduled ? nextTime(changed, now) : plannedTime(trigger), context);
  publish('trigger.updated', stored, {}, context);
  return stored;
}

const plannedTime = ({ next_scheduled_at: at }: TriggerRecord): number | null => (at === null ? null : Date.parse(at));

/** Has no effect when it is paused. */
export function pauseTrigger(trigger: TriggerRecord, context: RequestContext): TriggerRecord {
  if (trigger.status === 'paused') return trigger;
  const now = isoTime(context.services.clock.now());
  const stored = storeTrigger({ ...trigger, status: 'paused', updated_at: now }, null, context);
  publish('trigger.paused', stored, {}, context);
  return stored;
}

/** It goes on from now; failures and counted events are forgotten. Has no effect when it is active. */
export function resumeTrigger(trigger: TriggerRecord, context: RequestContext): TriggerRecord {
  if (trigger.status === 'active') return trigger;
  const now = context.services.clock.now();
  const active: TriggerRecord = {
    ...trigger,
    status: 'active',
    consecutive_failures: 0,
    event_counter: 0,
    updated_at: isoTime(now),
  };
  const stored = storeTrigger(active, nextTime(active, now), context);
  publish('trigger.resumed', stored, {}, context);
  return stored;
}
