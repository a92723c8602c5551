import type { JsonObject, JsonValue } from '../../internal/json.js';

const REFERENCE = /\$\{\{\s*secrets\.([A-Za-z_][\w-]*)\s*\}\}/g;

/** Names of the secrets that a value refers to as `${{ secrets.NAME }}`. */
export function secretsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [...value.matchAll(REFERENCE)].map(([, name = '']) => name);
  if (Array.isArray(value)) return value.flatMap(secretsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(secretsIn) : [];
}

/** The definition with the values of secrets in place of their names. What `valueOf` does not know stays. */
export function withSecrets(definition: JsonObject, valueOf: (name: string) => string | undefined): JsonObject {
  const walk = (value: JsonValue): JsonValue => {
    if (typeof value === 'string')
      return value.replace(REFERENCE, (reference: string, name: string) => valueOf(name) ?? reference);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item)]));
  };
  return walk(definition) as JsonObject;
}
