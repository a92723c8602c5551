import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { findBucket } from '../../ingest/find-bucket.js';
import { isoTime } from '../../iso-time.js';
import { unprocessable } from '../../problem.js';
import type { SyncRecord } from '../../records.js';
import { paused, RESUMED } from '../../sync/pause.js';
import { isContinuous, isRunnable, isRunning, planRun, withState } from '../../sync/sync-state.js';
import { actorOf } from '../connections/view.js';
import { checkMapping } from './check-mapping.js';
import { findSync, toSyncView } from './find.js';

const PLAIN_FIELDS = [
  'metadata',
  'is_active',
  'polling_interval_seconds',
  'batch_size',
  'schema_mapping',
  'skip_batch_submission',
] as const;

/** What is left out or null stays. `status` pauses and resumes. */
export function updateSync(context: RequestContext): ResolverResult {
  const { body, services, tx } = context;
  const record = findSync(context);
  const { status } = body;
  if (typeof status === 'string' && status !== 'ACTIVE' && status !== 'SUSPENDED') {
    const message = `is ${status}, and can be set to ACTIVE or SUSPENDED`;
    throw unprocessable([{ type: 'enum', location: ['body', 'status'], message }]);
  }
  checkMapping(body['schema_mapping'], findBucket(context));
  const now = services.clock.now();
  const given = PLAIN_FIELDS.filter((field) => body[field] !== undefined && body[field] !== null);
  const changes: JsonObject = Object.fromEntries(given.map((field) => [field, body[field] ?? null]));
  const changed = withState(record, {
    ...changes,
    ...(status === 'SUSPENDED' && record.sync['paused'] !== true ? paused(now, actorOf(context.caller)) : {}),
    ...(status === 'ACTIVE' ? { ...RESUMED, status } : {}),
    updated_at: isoTime(now),
  });
  const stored = replan(changed, { before: record, now, context });
  tx.put('syncs', stored);
  return { body: toSyncView(stored) };
}

/** A sync that may run again does so at once; one that may not has no next run. */
function replan(
  record: SyncRecord,
  { before, now, context }: { before: SyncRecord; now: number; context: RequestContext },
): SyncRecord {
  if (!isRunnable(record)) return withState(record, { next_sync_at: null });
  const comesBack = !isRunnable(before) && !isRunning(record) && isContinuous(record);
  return comesBack ? planRun(record, now, context) : record;
}
