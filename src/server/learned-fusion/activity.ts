import type { JsonObject } from '../../internal/json.js';
import type { Services, StateReader, Transaction } from '../context.js';
import { isoTime } from '../iso-time.js';

/** Entries kept per retriever; older ones are dropped. */
const KEPT = 500;

export interface NewActivity {
  readonly namespaceId: string;
  readonly retrieverId: string;
  readonly type: string;
  readonly userId?: string;
  readonly details?: JsonObject;
}

/** Writes down what happened to learned fusion. */
export function addActivity(
  { state, tx, services }: { state: StateReader; tx: Transaction; services: Services },
  { namespaceId, retrieverId, type, userId, details }: NewActivity,
): void {
  tx.put('fusionActivity', {
    id: services.id('act'),
    namespace_id: namespaceId,
    retriever_id: retrieverId,
    type,
    user_id: userId ?? null,
    details: details ?? {},
    created_at: isoTime(services.clock.now()),
  });
  const ids = state.ids('fusionActivity', (entry) => entry.retriever_id === retrieverId);
  for (const id of ids.slice(0, Math.max(0, ids.length - KEPT + 1))) tx.delete('fusionActivity', id);
}
