import type { RequestContext } from '../../context.js';
import { notFound } from '../../problem.js';
import type { TriggerRecord } from '../../records.js';

export type TriggerFamily = TriggerRecord['family'];

/** The trigger of the path. Those of clusters and the others do not see each other. */
export function findTrigger({ state, namespace, path }: RequestContext, family: TriggerFamily): TriggerRecord {
  const id = path['trigger_id'] ?? '';
  const found = state.get('triggers', id);
  if (found?.namespace_id !== namespace.id || found.family !== family) throw notFound('trigger', id);
  return found;
}
