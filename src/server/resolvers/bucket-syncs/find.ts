import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext } from '../../context.js';
import { findBucket } from '../../ingest/find-bucket.js';
import { notFound } from '../../problem.js';
import type { SyncRecord } from '../../records.js';

/** The sync of the path, in the bucket of the path. */
export function findSync(context: RequestContext): SyncRecord {
  const bucket = findBucket(context);
  const id = context.path['sync_config_id'] ?? '';
  const record = context.state.get('syncs', id);
  if (record === undefined || record.bucket_id !== bucket.id) throw notFound('sync', id);
  return record;
}

export const toSyncView = ({ sync }: SyncRecord): JsonObject => sync;
