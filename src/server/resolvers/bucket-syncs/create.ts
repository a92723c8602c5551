import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { findBucket } from '../../ingest/find-bucket.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import { Problem } from '../../problem.js';
import type { BucketRecord, SyncRecord } from '../../records.js';
import { planRun } from '../../sync/sync-state.js';
import { actorOf } from '../connections/view.js';
import { ORGANIZATION_ID } from '../models/org-view.js';
import { checkMapping } from './check-mapping.js';
import { toSyncView } from './find.js';

/** The first run begins at once. */
export function createSync(context: RequestContext): ResolverResult {
  const { body, services, state, tx } = context;
  const bucket = findBucket(context);
  const connectionId = textOf(body, 'connection_id');
  if (state.get('connections', connectionId) === undefined) {
    throw new Problem({
      status: 404,
      message: `connection_id: no connection has the id "${connectionId}".`,
      details: { resource: 'connection', id: connectionId, field: 'connection_id' },
    });
  }
  checkMapping(body['schema_mapping'], bucket);
  const now = services.clock.now();
  const id = services.id('sync');
  const record: SyncRecord = {
    id,
    namespace_id: bucket.namespace_id,
    bucket_id: bucket.id,
    connection_id: connectionId,
    sync: toSync(id, bucket, context),
    created_at: isoTime(now),
  };
  const planned = planRun(record, now, context);
  tx.put('syncs', planned);
  return { body: toSyncView(planned) };
}

function toSync(id: string, bucket: BucketRecord, { body, services, caller }: RequestContext): JsonObject {
  const now = isoTime(services.clock.now());
  return {
    sync_config_id: id,
    bucket_id: bucket.id,
    connection_id: textOf(body, 'connection_id'),
    internal_id: ORGANIZATION_ID,
    namespace_id: bucket.namespace_id,
    source_path: textOf(body, 'source_path'),
    file_filters: body['file_filters'] ?? null,
    schema_mapping: body['schema_mapping'] ?? null,
    sync_mode: body['sync_mode'] ?? 'continuous',
    polling_interval_seconds: body['polling_interval_seconds'] ?? 300,
    batch_size: body['batch_size'] ?? 50,
    create_object_on_confirm: true,
    skip_duplicates: true,
    skip_batch_submission: body['skip_batch_submission'] ?? false,
    status: 'PENDING',
    is_active: true,
    total_files_discovered: 0,
    total_files_synced: 0,
    total_files_failed: 0,
    total_bytes_synced: 0,
    created_at: now,
    updated_at: now,
    last_sync_at: null,
    next_sync_at: null,
    created_by_user_id: actorOf(caller),
    last_error: null,
    consecutive_failures: 0,
    metadata: body['metadata'] ?? {},
    locked_by_worker_id: null,
    locked_at: null,
    lock_expires_at: null,
    paused: false,
    pause_reason: null,
    paused_at: null,
    paused_by_user_id: null,
    max_objects_per_run: 100_000,
    max_batch_chunk_size: 1000,
    batch_chunk_size: 100,
    current_sync_run_id: null,
    sync_run_counter: 0,
    batch_ids: [],
    task_ids: [],
    batches_created: 0,
    resume_enabled: true,
    resume_cursor: null,
    resume_last_primary_key: null,
    resume_objects_processed: 0,
    resume_checkpoint_frequency: 1000,
  };
}
