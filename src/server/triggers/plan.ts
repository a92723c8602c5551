import type { Services, StateReader, Transaction } from '../context.js';
import { isoTime } from '../iso-time.js';
import { textOf } from '../json-object.js';
import type { TriggerRecord } from '../records.js';

export interface Staging {
  readonly state: StateReader;
  readonly tx: Transaction;
  readonly services: Services;
}

/** Stores a trigger and, while it is active, the job that makes it fire or look at its condition at this time. */
export function storeTrigger(trigger: TriggerRecord, nextAt: number | null, staging: Staging): TriggerRecord {
  const { tx } = staging;
  const at = trigger.status === 'active' ? nextAt : null;
  const stored = { ...trigger, next_scheduled_at: at === null ? null : isoTime(at) };
  if (stored.next_scheduled_at !== trigger.next_scheduled_at || at !== null) {
    unschedule(trigger.id, staging);
    if (at !== null) tx.schedule('triggers.due', at, { trigger_id: trigger.id });
  }
  tx.put('triggers', stored);
  return stored;
}

/** Removes the jobs that wait for a trigger. */
export function unschedule(triggerId: string, { state, tx }: Pick<Staging, 'state' | 'tx'>): void {
  const jobs = state.ids(
    'jobs',
    ({ kind, payload }) => kind === 'triggers.due' && textOf(payload, 'trigger_id') === triggerId,
  );
  for (const id of jobs) tx.delete('jobs', id);
}
