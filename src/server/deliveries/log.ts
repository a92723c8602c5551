import type { JsonObject } from '../../internal/json.js';
import type { StateReader } from '../context.js';
import { hideHeaders } from './hide-secrets.js';

/** Deliveries, the oldest first: what was sent where, how it went, and when it is tried again. Without secrets. */
export function listDeliveries(state: StateReader): JsonObject[] {
  return state.list('deliveries').map(({ id, request, ...delivery }) => ({
    delivery_id: id,
    ...delivery,
    attempts: delivery.attempts.map((attempt) => ({ ...attempt })),
    request: { ...request, headers: hideHeaders(request.headers) },
  }));
}

/** Mails that the service would have sent, the oldest first. */
export const listMails = (state: StateReader): JsonObject[] =>
  state.list('mails').map(({ id, ...mail }) => ({ mail_id: id, ...mail }));
