import type { EventHandler } from '../events/handler.js';
import { textOf } from '../json-object.js';
import type { EventRecord, TriggerRecord } from '../records.js';
import { isCoolingDown } from './cooldown.js';
import { fire } from './fire.js';

/** Counts events for the triggers that wait for them, and fires those that have enough. */
export const triggerEvents: EventHandler = {
  name: 'triggers',
  handle(event, context) {
    const { state, tx, services } = context;
    const namespace = state.get('namespaces', event.namespace_id ?? '');
    if (namespace === undefined) return;
    const waiting = state.ids('triggers', (trigger) => waitsFor(trigger, event));
    for (const id of waiting) {
      const trigger = state.get('triggers', id);
      if (trigger === undefined) continue;
      const counted = { ...trigger, event_counter: trigger.event_counter + 1 };
      const threshold = Number(trigger.schedule_config['event_threshold'] ?? 1);
      const isReady = counted.event_counter >= threshold && !isCoolingDown(trigger, services.clock.now());
      tx.put('triggers', isReady ? fire(counted, namespace, context).trigger : counted);
    }
  },
};

function waitsFor(trigger: Readonly<TriggerRecord>, event: EventRecord): boolean {
  const { trigger_type: type, status, schedule_config: config } = trigger;
  if (type !== 'event' || status !== 'active' || trigger.namespace_id !== event.namespace_id) return false;
  if (config['event_type'] !== event.type) return false;
  // What a trigger set off itself does not set it off again.
  if (event.metadata['trigger_id'] === trigger.id) return false;
  const collection = textOf(config, 'collection_id');
  return collection === '' || collection === event.metadata['collection_id'] || collection === event.subject.id;
}
