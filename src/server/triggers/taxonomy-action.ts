import { requireCollection } from '../enrich/collection-scope.js';
import { isJsonObject, textOf } from '../json-object.js';
import { startApplication } from '../resolvers/taxonomies/apply.js';
import { requireTaxonomy } from '../resolvers/taxonomies/find.js';
import type { TriggerAction } from './action.js';
import { requireText } from './read-config.js';

/** Applies a taxonomy to a collection. */
export const taxonomyAction: TriggerAction = {
  type: 'taxonomy_enrichment',
  taskType: 'api_taxonomies_materialize',
  check(config, scope) {
    const taxonomy = requireText(config, { section: 'action_config', field: 'taxonomy_id' });
    const collection = requireText(config, { section: 'action_config', field: 'collection_id' });
    return {
      ...config,
      taxonomy_id: requireTaxonomy(taxonomy, { scope, field: 'action_config.taxonomy_id' }).id,
      collection_id: requireCollection(collection, { scope, field: 'action_config.collection_id' }).id,
    };
  },
  start(config, context) {
    const field = 'action_config.taxonomy_id';
    const taxonomy = requireTaxonomy(textOf(config, 'taxonomy_id'), { scope: context, field });
    const filters = isJsonObject(config['scroll_filters']) ? config['scroll_filters'] : null;
    const collectionId = textOf(config, 'collection_id');
    return {
      task: startApplication({ taxonomy, collectionId, filters, triggerId: context.triggerId }, context),
    };
  },
};
