import type { JsonObject, JsonValue } from '../../internal/json.js';

/** Texts that people wrote, from all fields of a payload but those that the service keeps. */
export function textsIn(payload: JsonObject): string[] {
  return Object.entries(payload).flatMap(([name, value]) => (isOwn(name) ? collect(value) : []));
}

const isOwn = (name: string): boolean => !name.startsWith('_') && !name.endsWith('_id') && !name.endsWith('_url');

function collect(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(collect);
  return typeof value === 'object' && value !== null ? textsIn(value) : [];
}
