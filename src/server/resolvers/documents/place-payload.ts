import type { JsonObject } from '../../../internal/json.js';

/** Names that are the service's in some answers, and so are never the payload's. */
const RESERVED: ReadonlySet<string> = new Set(['vectors', '_vectors']);

/** Payload fields at the top level beside the service's own; those of the same name stay together under `payload`. */
export function placePayload(
  payload: JsonObject,
  own: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(payload);
  const isReserved = (key: string): boolean => Object.hasOwn(own, key) || RESERVED.has(key);
  const clashes = entries.filter(([key]) => isReserved(key));
  if (clashes.length === 0) return { ...payload, ...own };
  const hidden = Object.hasOwn(payload, 'payload') ? [...clashes, ['payload', payload['payload'] ?? null]] : clashes;
  const free = entries.filter(([key]) => !isReserved(key) && key !== 'payload');
  return { ...Object.fromEntries(free), ...own, payload: Object.fromEntries(hidden) };
}
