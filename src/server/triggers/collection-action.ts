import { toOwner } from '../caller.js';
import { requireCollectionId } from '../collections/find-collection.js';
import { textOf } from '../json-object.js';
import { notFound } from '../problem.js';
import { startCollection } from '../resolvers/collections/trigger.js';
import type { TriggerAction } from './action.js';
import { requireText } from './read-config.js';

/** Processes what the sources of a collection hold, for the organization. */
export const collectionAction: TriggerAction = {
  type: 'collection_trigger',
  taskType: 'api_collections_trigger',
  check(config, scope) {
    const field = 'action_config.collection_id';
    const name = requireText(config, { section: 'action_config', field: 'collection_id' });
    return { ...config, collection_id: requireCollectionId(scope, name, field) };
  },
  start(config, { state, tx, services, namespace }) {
    const id = textOf(config, 'collection_id');
    const collection = state.get('collections', id);
    if (collection === undefined) throw notFound('collection', id);
    const caller = toOwner('', 'enterprise');
    return { task: startCollection(collection, { state, tx, services, namespace, caller, body: config }).task };
  },
};
