import type { JsonObject } from '../../../internal/json.js';

/** Payload fields at the top level beside the service's own; those of the same name stay together under `payload`. */
export function placePayload(
  payload: JsonObject,
  own: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(payload);
  const clashes = entries.filter(([key]) => key in own);
  if (clashes.length === 0) return { ...payload, ...own };
  const hidden = Object.hasOwn(payload, 'payload') ? [...clashes, ['payload', payload['payload'] ?? null]] : clashes;
  const free = entries.filter(([key]) => !(key in own) && key !== 'payload');
  return { ...Object.fromEntries(free), ...own, payload: Object.fromEntries(hidden) };
}
