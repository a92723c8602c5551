import { copyJson } from '../internal/json-copy.js';
import type { JsonValue } from '../internal/json.js';

/** A deep copy of a record. Records are JSON by construction, which their interfaces cannot say. */
export function copyRecord<T extends object>(record: T): T {
  return copyJson(record as unknown as JsonValue) as unknown as T;
}
