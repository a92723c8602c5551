import type { RequestContext, ResolverResult } from '../../context.js';
import { findBucket } from '../../ingest/find-bucket.js';
import { batchStatsOf, dependentCollections } from '../../ingest/processing.js';
import { endPresignedUpload } from '../../presigned.js';
import { conflict } from '../../problem.js';
import { startTask } from '../tasks/start-task.js';

const TABLES_OF_A_BUCKET = ['objects', 'bucketUploads', 'syncs', 'storedFiles'] as const;

/** With everything in it. Documents that were made from its objects stay. */
export function deleteBucket(context: RequestContext): ResolverResult {
  const { state, tx, namespace } = context;
  const bucket = findBucket(context);
  const { active } = batchStatsOf(state, bucket.id);
  if (active > 0) {
    const message = `Bucket "${bucket.bucket_name}" cannot be deleted while ${active} of its batches run. Wait for them, or cancel them.`;
    throw conflict('bucket_locked', message, { bucket_id: bucket.id, active_batches: active });
  }
  const collections = dependentCollections(state, bucket.id);
  if (collections.length > 0) {
    const message = `Bucket "${bucket.bucket_name}" is the only source of ${collections.join(', ')}. Delete those collections first.`;
    throw conflict('bucket_in_use', message, { bucket_id: bucket.id, collection_ids: collections });
  }
  const counts: Record<string, number> = {};
  for (const table of TABLES_OF_A_BUCKET) {
    const ids = state.ids(table, ({ bucket_id: id }) => id === bucket.id);
    counts[table] = ids.length;
    for (const id of ids) {
      tx.delete(table, id);
      if (table === 'bucketUploads') endPresignedUpload(tx, id);
      if (table === 'syncs') {
        for (const item of state.ids('syncItems', ({ sync_id: syncId }) => syncId === id)) tx.delete('syncItems', item);
      }
    }
  }
  tx.delete('buckets', bucket.id);
  const outcome = { bucket_id: bucket.id, objects: counts['objects'] ?? 0, uploads: counts['bucketUploads'] ?? 0 };
  const task = startTask(
    {
      type: 'api_buckets_delete',
      namespaceId: namespace.id,
      status: 'COMPLETED',
      inputs: [{ bucket_id: bucket.id }],
      outputs: [outcome],
    },
    context,
  );
  const message = `Deleted bucket "${bucket.bucket_name}" with ${outcome.objects} objects and ${outcome.uploads} uploads.`;
  return { body: { success: true, message, bucket_id: bucket.id, task_id: task.id, status: task.status } };
}
