import type { JsonObject } from '../../internal/json.js';

export interface EventTables {
  events: EventRecord;
}

/** Something that happened to a resource. */
export interface EventRecord {
  id: string;
  /** `object.created`, `cluster.execution.failed`, ... */
  type: string;
  /** Null for what belongs to the organization. */
  namespace_id: string | null;
  subject: { type: string; id: string };
  metadata: JsonObject;
  occurred_at: string;
}
