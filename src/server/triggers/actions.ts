import { badRequest } from '../problem.js';
import type { TriggerAction } from './action.js';
import { batchAction } from './batch-action.js';
import { clusterAction } from './cluster-action.js';
import { collectionAction } from './collection-action.js';
import { taxonomyAction } from './taxonomy-action.js';

/** Everything that a trigger can do. A further action is one file and one line here. */
export const TRIGGER_ACTIONS: readonly TriggerAction[] = [clusterAction, taxonomyAction, collectionAction, batchAction];

/** Throws 400 with the actions that there are. */
export function requireAction(type: string): TriggerAction {
  const found = TRIGGER_ACTIONS.find((action) => action.type === type);
  if (found !== undefined) return found;
  const available = TRIGGER_ACTIONS.map((action) => action.type);
  throw badRequest(
    'action_not_available',
    `action_type: "${type}" is not available on this server. It has ${available.join(', ')}.`,
    { action_type: type, available },
  );
}
