import type { JsonValue } from '../../../internal/json.js';
import { isUnderWay } from '../../collections/batch-status.js';
import { newBatch } from '../../collections/start-batch.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { findBucket } from '../../ingest/find-bucket.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject } from '../../json-object.js';
import { conflict, Problem } from '../../problem.js';
import { checkQuota } from '../../quota.js';
import type { BucketRecord } from '../../records.js';
import { findBatch } from './find.js';
import { toBatchView } from './view.js';

export function createBatch(context: RequestContext): ResolverResult {
  const bucket = findBucket(context);
  const ids = readObjectIds(context.body['object_ids'], { bucket, context });
  checkQuota(context, 'batch_size', ids.length);
  const batch = newBatch(
    {
      namespace_id: bucket.namespace_id,
      bucket_id: bucket.id,
      object_ids: ids,
      principal_id: context.caller.principalId,
    },
    context,
  );
  context.tx.put('batches', batch);
  return { body: toBatchView(batch) };
}

export function addObjects(context: RequestContext): ResolverResult {
  const { bucket, batch } = findBatch(context);
  if (batch.status !== 'DRAFT') {
    throw conflict(
      'batch_not_draft',
      `Batch ${batch.id} is ${batch.status}: only drafts take objects. Create another batch.`,
      {
        batch_id: batch.id,
        status: batch.status,
      },
    );
  }
  const ids = readObjectIds(context.body['object_ids'], { bucket, context });
  const objectIds = [...new Set([...batch.object_ids, ...ids])];
  checkQuota(context, 'batch_size', objectIds.length);
  const changed = {
    ...batch,
    object_ids: objectIds,
    updated_at: isoTime(context.services.clock.now()),
  };
  context.tx.put('batches', changed);
  return { body: toBatchView(changed) };
}

export function updateBatch(context: RequestContext): ResolverResult {
  const { batch } = findBatch(context);
  const { metadata } = context.body;
  const changed = {
    ...batch,
    metadata: isJsonObject(metadata) ? metadata : batch.metadata,
    updated_at: isoTime(context.services.clock.now()),
  };
  context.tx.put('batches', changed);
  return { body: toBatchView(changed) };
}

export function deleteBatch(context: RequestContext): ResolverResult {
  const { batch } = findBatch(context);
  if (isUnderWay(batch.status)) {
    throw conflict('batch_running', `Batch ${batch.id} is ${batch.status}. Cancel it first, or wait for its end.`, {
      batch_id: batch.id,
      status: batch.status,
    });
  }
  context.tx.delete('batches', batch.id);
  return { body: { message: 'Successfully deleted', success: true } };
}

/** Each once. Objects that are not there are a 404, unless the request says not to look. */
function readObjectIds(
  value: JsonValue | undefined,
  { bucket, context }: { bucket: BucketRecord; context: RequestContext },
): string[] {
  const ids = [...new Set(Array.isArray(value) ? value.map(String) : [])];
  if (context.query['skip_validation'] === true) return ids;
  const missing = ids.filter((id) => context.state.get('objects', id)?.bucket_id !== bucket.id);
  const [first] = missing;
  if (first === undefined) return ids;
  throw new Problem({
    status: 404,
    code: 'object_not_found',
    message: `object_ids: bucket "${bucket.bucket_name}" has no object ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? `, and ${missing.length - 5} more` : ''}.`,
    details: { resource: 'object', id: first, path: 'object_ids', missing },
  });
}
