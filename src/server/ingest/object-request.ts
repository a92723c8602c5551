import type { JsonObject, JsonValue } from '../../internal/json.js';
import { OBJECT_KEYS } from './check-schema.js';

const OTHER_KEYS: ReadonlySet<string> = new Set(OBJECT_KEYS);

/** The keys of a request that are fields of the bucket's schema. */
export function fieldsOf(body: JsonObject): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !OTHER_KEYS.has(name)));
}
