import type { JsonObject } from '../../internal/json.js';
import { isJsonObject } from '../json-object.js';

/** Stands in answers for the value of a header. */
export const HIDDEN = '********';

/** Headers whose values say nothing that is worth hiding. */
const OPEN = new Set(['accept', 'content-type', 'user-agent']);

/** Headers without their values: any of them may be a secret. */
export function hideHeaders(headers: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, OPEN.has(name.toLowerCase()) ? value : HIDDEN]),
  );
}

/** The settings of a channel as answers show them. */
export function hideSecrets(configs: JsonObject): JsonObject {
  const { headers } = configs;
  return isJsonObject(headers) ? { ...configs, headers: hideHeaders(headers) } : configs;
}

/** Takes back what an answer hid: a hidden header keeps the value that the same address had before. */
export function restoreSecrets(configs: JsonObject, before: readonly JsonObject[]): JsonObject {
  const { headers } = configs;
  if (!isJsonObject(headers)) return configs;
  const known = before.find(({ url }) => url === configs['url'])?.['headers'];
  const restored = Object.entries(headers).map(([name, value]) => {
    const kept = value === HIDDEN && isJsonObject(known) ? known[name] : undefined;
    return [name, kept ?? value] as const;
  });
  return { ...configs, headers: Object.fromEntries(restored) };
}
