import type { TriggerRecord } from '../../records.js';
import { publish } from '../../triggers/fire.js';
import { unschedule, type Staging } from '../../triggers/plan.js';

/** Deletes a trigger with its history. Runs under way go on. */
export function removeTrigger(trigger: TriggerRecord, staging: Staging): void {
  const { state, tx } = staging;
  unschedule(trigger.id, staging);
  for (const id of state.ids('triggerExecutions', ({ trigger_id: other }) => other === trigger.id)) {
    tx.delete('triggerExecutions', id);
  }
  tx.delete('triggers', trigger.id);
  publish('trigger.deleted', trigger, {}, staging);
}
