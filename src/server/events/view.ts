import type { JsonObject } from '../../internal/json.js';
import type { EventRecord } from '../records.js';

/** Names that templates of messages may begin with. */
export const EVENT_FIELDS = [
  'event_id',
  'event_type',
  'occurred_at',
  'namespace_id',
  'subject',
  'metadata',
  'cache_scope',
] as const;

/** An event as receivers get it. */
export function toEventView(event: EventRecord): JsonObject {
  return {
    event_id: event.id,
    event_type: event.type,
    occurred_at: event.occurred_at,
    namespace_id: event.namespace_id,
    subject: { ...event.subject },
    metadata: event.metadata,
    cache_scope: toCacheScope(event),
  };
}

/** What a receiver that caches answers should drop. */
function toCacheScope({ namespace_id: namespaceId, subject }: EventRecord): JsonObject {
  if (namespaceId === null) return { scope: 'organization' };
  if (subject.type === 'collection') {
    return { scope: 'collection', namespace_id: namespaceId, collection_id: subject.id };
  }
  return { scope: 'namespace', namespace_id: namespaceId };
}
