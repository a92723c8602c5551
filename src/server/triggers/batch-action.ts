import { collectionsOf } from '../collections/find-collection.js';
import { requireBucketId } from '../collections/read-source.js';
import { readersOf } from '../collections/readers.js';
import { newBatch, startBatch } from '../collections/start-batch.js';
import type { StateReader } from '../context.js';
import { textOf } from '../json-object.js';
import { badRequest, notFound, Problem } from '../problem.js';
import type { BatchRecord, CollectionRecord } from '../records.js';
import type { TriggerAction } from './action.js';
import { requireText } from './read-config.js';

const SECTION = 'action_config';

/** Processes what a batch held once more, as a batch of its own. */
export const batchAction: TriggerAction = {
  type: 'batch_rerun',
  taskType: 'api_buckets_batches_process',
  check(config, scope) {
    const field = 'action_config.batch_id';
    const bucket = requireText(config, { section: SECTION, field: 'bucket_id' });
    const id = requireText(config, { section: SECTION, field: 'batch_id' });
    const bucketId = requireBucketId(scope, bucket, 'action_config.bucket_id');
    if (scope.state.get('batches', id)?.bucket_id === bucketId) return { ...config, bucket_id: bucketId };
    throw new Problem({
      status: 404,
      code: 'batch_not_found',
      message: `${field}: bucket "${bucket}" has no batch "${id}".`,
      details: { resource: 'batch', id, path: field },
    });
  },
  start(config, context) {
    const { state } = context;
    const id = textOf(config, 'batch_id');
    const batch = state.get('batches', id);
    if (batch === undefined) throw notFound('batch', id);
    const first = firstCollections(batch, state);
    if (first.length === 0) {
      throw badRequest('no_collections', `No enabled collection reads what batch ${id} held. Create one first.`, {
        batch_id: id,
      });
    }
    const { namespace_id: namespaceId, bucket_id: bucketId, type, principal_id: principal } = batch;
    const again = newBatch(
      {
        namespace_id: namespaceId,
        bucket_id: bucketId,
        type,
        object_ids: batch.object_ids,
        source_document_ids: batch.source_document_ids,
        source_filters: batch.source_filters,
        first_collection_ids: batch.first_collection_ids,
        principal_id: principal,
      },
      context,
    );
    return { task: startBatch(again, { first, taskType: 'api_buckets_batches_process', context }).task };
  },
};

/** The collections that it began with, else those that read from its bucket. */
function firstCollections(batch: BatchRecord, state: StateReader): CollectionRecord[] {
  const { first_collection_ids: chosen, namespace_id: namespaceId } = batch;
  if (chosen !== null) {
    return collectionsOf(state, namespaceId).filter(({ id, enabled }) => enabled && chosen.includes(id));
  }
  const bucket = state.get('buckets', batch.bucket_id);
  return bucket === undefined ? [] : readersOf(bucket, state);
}
