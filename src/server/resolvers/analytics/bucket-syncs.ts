import type { JsonObject } from '../../../internal/json.js';
import { groupBy } from '../../analytics/group-by.js';
import { averageOf, rateOf, round, sumOf } from '../../analytics/share.js';
import { hasSucceeded, megabitsPerSecond, syncRunsIn, type SyncRun } from '../../analytics/sync-runs.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { findBucket } from '../../ingest/find-bucket.js';
import { isoTime } from '../../iso-time.js';
import { readHours, readLimit } from './read-period.js';

export function syncPerformance(context: RequestContext): ResolverResult {
  const { id } = findBucket(context);
  const { state, services, query } = context;
  const period = readHours(context);
  const only = typeof query['sync_config_id'] === 'string' ? query['sync_config_id'] : null;
  const runs = syncRunsIn(period, { state, bucketId: id, now: services.clock.now() }).filter(
    ({ syncId }) => only === null || syncId === only,
  );
  return {
    body: {
      bucket_id: id,
      sync_config_id: only,
      time_range: period.range,
      runs: runs
        .toReversed()
        .slice(0, readLimit(context))
        .map((run) => toRunView(run, context)),
      summary: { total_runs: runs.length, ...toTotals(runs) },
    },
  };
}

/** Every sync of the bucket, also one that did not run. */
export function syncComparison(context: RequestContext): ResolverResult {
  const { id } = findBucket(context);
  const { state, services } = context;
  const period = readHours(context);
  const bySync = groupBy(syncRunsIn(period, { state, bucketId: id, now: services.clock.now() }), (run) => run.syncId);
  const syncs = new Set([...state.ids('syncs', ({ bucket_id: of }) => of === id), ...bySync.keys()]);
  return {
    body: {
      bucket_id: id,
      time_range: period.range,
      configs: Array.from(syncs, (syncId) => ({
        sync_config_id: syncId,
        provider_type: providerOf(syncId, context),
        ...toTotals(bySync.get(syncId) ?? []),
      })),
    },
  };
}

function toRunView(run: SyncRun, context: RequestContext): JsonObject {
  return {
    sync_run_id: run.id,
    started_at: isoTime(run.startedAt),
    duration_seconds: run.durationMs / 1000,
    files_discovered: run.discovered,
    files_synced: run.synced,
    files_failed: run.failed,
    bytes_synced: run.bytes,
    throughput_mbps: megabitsPerSecond(run.bytes, run.durationMs),
    status: run.status,
    provider_type: providerOf(run.syncId, context),
  };
}

/** Rates and averages are those of runs that have ended. */
function toTotals(runs: readonly SyncRun[]): JsonObject {
  const ended = runs.filter(({ endedAt }) => endedAt !== null);
  return {
    avg_duration_seconds: round(averageOf(ended.map(({ durationMs }) => durationMs)) / 1000, 3),
    avg_throughput_mbps: averageOf(ended.map(({ bytes, durationMs }) => megabitsPerSecond(bytes, durationMs))),
    success_rate: rateOf(ended.filter(hasSucceeded).length, ended.length),
    total_files_synced: sumOf(runs.map(({ synced }) => synced)),
    total_bytes_synced: sumOf(runs.map(({ bytes }) => bytes)),
  };
}

/** `unknown` where the sync or its connection is deleted. */
function providerOf(syncId: string, { state }: RequestContext): string {
  const sync = state.get('syncs', syncId);
  const connection = sync === undefined ? undefined : state.get('connections', sync.connection_id);
  return connection?.provider_type ?? 'unknown';
}
