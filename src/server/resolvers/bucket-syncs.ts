import type { RequestContext, ResolverResult } from '../context.js';
import { findBucket } from '../ingest/find-bucket.js';
import { isoTime } from '../iso-time.js';
import { listRecords } from '../list-records.js';
import { conflict } from '../problem.js';
import type { SyncRecord } from '../records.js';
import { beginRun, giveUpRun, runPlanned } from '../sync/begin-run.js';
import { paused, RESUMED } from '../sync/pause.js';
import { isRunnable, isRunning, planRun, withState } from '../sync/sync-state.js';
import { createSync } from './bucket-syncs/create.js';
import { findSync, toSyncView } from './bucket-syncs/find.js';
import { updateSync } from './bucket-syncs/update.js';
import { actorOf } from './connections/view.js';
import type { JobTable, ResolverTable } from './table.js';

const NOTE = 'rss and http_api are read where this server reaches them; runs of other providers fail and say so.';

export const bucketSyncResolvers = {
  'buckets.syncs.create': { fidelity: 'behavioural', note: NOTE, resolve: createSync },
  'buckets.syncs.list': { fidelity: 'exact', resolve: listSyncs },
  'buckets.syncs.get': { fidelity: 'exact', resolve: (context) => ({ body: toSyncView(findSync(context)) }) },
  'buckets.syncs.update': { fidelity: 'exact', resolve: updateSync },
  'buckets.syncs.delete': { fidelity: 'exact', resolve: deleteSync },
  'buckets.syncs.pause': { fidelity: 'exact', resolve: pauseSync },
  'buckets.syncs.resume': { fidelity: 'exact', resolve: resumeSync },
  'buckets.syncs.trigger': { fidelity: 'behavioural', note: NOTE, resolve: triggerSync },
} satisfies ResolverTable;

export const bucketSyncJobs = { 'syncs.run': runPlanned, 'syncs.giveUp': giveUpRun } satisfies JobTable;

function listSyncs(context: RequestContext): ResolverResult {
  const { state, body, query } = context;
  const bucket = findBucket(context);
  const fields = ['connection_id', 'status', 'is_active'] as const;
  const wanted = fields.filter((field) => body[field] !== undefined && body[field] !== null);
  const records = state
    .list('syncs')
    .filter(({ bucket_id: id }) => id === bucket.id)
    .filter(({ sync }) => wanted.every((field) => sync[field] === body[field]));
  const { results, pagination, total } = listRecords(records, {
    body: {},
    query,
    view: toSyncView,
    searchFields: [],
    cursorQuery: Object.fromEntries(wanted.map((field) => [field, body[field] ?? null])),
  });
  return { body: { results, pagination, total } };
}

/** Objects that it made stay. */
function deleteSync(context: RequestContext): ResolverResult {
  const { state, tx } = context;
  const { id } = findSync(context);
  for (const item of state.ids('syncItems', ({ sync_id: syncId }) => syncId === id)) tx.delete('syncItems', item);
  tx.delete('syncs', id);
  return { body: { success: true, message: `Deleted sync ${id}; the objects that it made stay.` } };
}

function pauseSync(context: RequestContext): ResolverResult {
  const { services, caller } = context;
  const record = findSync(context);
  if (record.sync['paused'] === true) return { body: toSyncView(record) };
  const now = services.clock.now();
  const changes = { ...paused(now, actorOf(caller)), next_sync_at: null, updated_at: isoTime(now) };
  return store(withState(record, changes), context);
}

function resumeSync(context: RequestContext): ResolverResult {
  const record = findSync(context);
  if (record.sync['paused'] !== true) return { body: toSyncView(record) };
  return store(resumed(record, context), context);
}

/** As it was before the pause; the next run begins at once. */
function resumed(record: SyncRecord, context: RequestContext): SyncRecord {
  const now = context.services.clock.now();
  const active = withState(record, {
    status: record.sync['last_sync_at'] === null ? 'PENDING' : 'ACTIVE',
    ...RESUMED,
    updated_at: isoTime(now),
  });
  return isRunnable(active) && !isRunning(active) ? planRun(active, now, context) : active;
}

function triggerSync(context: RequestContext): ResolverResult {
  const record = findSync(context);
  if (!isRunnable(record)) {
    const why = record.sync['paused'] === true ? 'paused: resume it first' : 'not active: set is_active first';
    throw conflict('sync_not_active', `Sync ${record.id} is ${why}.`, { sync_config_id: record.id });
  }
  if (isRunning(record)) {
    const details = { sync_config_id: record.id, sync_run_id: record.sync['current_sync_run_id'] };
    throw conflict('sync_running', `A run of sync ${record.id} is under way. Wait for its end.`, details);
  }
  const { runId, task } = beginRun(record, context);
  const count = Number(record.sync['sync_run_counter']) + 1;
  return {
    body: {
      success: true,
      message: `Run ${count} of sync ${record.id} has begun.`,
      sync_config_id: record.id,
      sync_run_id: runId,
      task_id: task.id,
      status: task.status,
    },
  };
}

function store(record: SyncRecord, { tx }: RequestContext): ResolverResult {
  tx.put('syncs', record);
  return { body: toSyncView(record) };
}
