import type { JsonObject } from '../../internal/json.js';
import type { Services, Transaction } from '../context.js';
import { isoTime } from '../iso-time.js';
import type { EventRecord } from '../records.js';

/** Something that is happening to a resource. */
export interface NewEvent {
  /** `object.created`, `cluster.execution.failed`, ... */
  readonly type: string;
  /** Null for what belongs to the organization. */
  readonly namespaceId: string | null;
  readonly subject: { readonly type: string; readonly id: string };
  readonly metadata?: JsonObject;
}

/** Stages an event together with the change that it tells of: handlers hear of it once both are committed. */
export function publishEvent({ tx, services }: { tx: Transaction; services: Services }, event: NewEvent): void {
  const record: EventRecord = {
    id: services.id('evt'),
    type: event.type,
    namespace_id: event.namespaceId,
    subject: { ...event.subject },
    metadata: event.metadata ?? {},
    occurred_at: isoTime(services.clock.now()),
  };
  tx.put('events', record);
  tx.schedule('events.dispatch', services.clock.now(), { event_id: record.id });
}
