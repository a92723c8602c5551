import { findCollection } from '../../collections/find-collection.js';
import { stageDownstream, stageNewFields } from '../../collections/sync-schema.js';
import type { RequestContext, ResolverResult } from '../../context.js';

export function syncSchema(context: RequestContext): ResolverResult {
  const { body } = context;
  const collection = findCollection(context);
  if (!collection.schema_sync_enabled && body['force'] !== true) {
    return {
      body: {
        success: true,
        skipped: true,
        reason: 'Schema synchronisation is off for this collection. Send force: true to look all the same.',
        collection_id: collection.id,
        schema_version: collection.schema_version,
        last_sync: collection.last_schema_sync,
      },
    };
  }
  const sampleSize = typeof body['sample_size'] === 'number' ? body['sample_size'] : 1000;
  const { added, sampled, collection: changed } = stageNewFields(collection, context, { sampleSize, always: true });
  const cascades = body['cascade_to_downstream'] !== false && added.length > 0;
  const downstream = cascades ? stageDownstream(changed, added, context) : [];
  return {
    body: {
      success: true,
      collection_id: collection.id,
      schema_version: changed.schema_version,
      previous_version: collection.schema_version,
      fields_added: [...added],
      fields_total: Object.keys(changed.output_schema.properties).length,
      documents_sampled: sampled,
      downstream_collections_updated: downstream,
      message: added.length === 0 ? 'No field is missing.' : `Added ${added.join(', ')}.`,
    },
  };
}
