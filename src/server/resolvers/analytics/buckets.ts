import type { JsonObject } from '../../../internal/json.js';
import { bucketHealthOf } from '../../analytics/bucket-health.js';
import { stockOverTime, type Kept } from '../../analytics/storage.js';
import { averageOf, rateOf, sumOf } from '../../analytics/share.js';
import { megabitsPerSecond } from '../../analytics/sync-runs.js';
import { timesOf } from '../../analytics/times.js';
import { transfersIn, type Transfer } from '../../analytics/transfers.js';
import type { RequestContext, ResolverResult, StateReader } from '../../context.js';
import { sizeOf } from '../../ingest/bucket-stats.js';
import { findBucket } from '../../ingest/find-bucket.js';
import { isoTime } from '../../iso-time.js';
import { readDates, readHours, readUnit } from './read-period.js';
import { toMetrics } from './views.js';

export function bucketStorage(context: RequestContext): ResolverResult {
  const { id } = findBucket(context);
  const period = readDates(context);
  const kept = keptIn(id, context.state).filter(({ at }) => at < period.to);
  const stock = stockOverTime(kept, period, readUnit(context));
  const bytes = sumOf(kept.map((one) => one.bytes));
  return {
    body: {
      bucket_id: id,
      time_range: period.range,
      metrics: stock.map((one) => ({
        time_bucket: isoTime(one.start),
        total_size_bytes: one.bytes,
        object_count: one.count,
        avg_size_bytes: Math.round(one.bytes / one.count),
        growth_rate_percent: one.growthPercent,
      })),
      summary: {
        total_size_bytes: bytes,
        object_count: kept.length,
        avg_size_bytes: kept.length === 0 ? 0 : Math.round(bytes / kept.length),
      },
    },
  };
}

export function bucketUploads(context: RequestContext): ResolverResult {
  const { id } = findBucket(context);
  const { state, services } = context;
  const [period, unit] = [readHours(context), readUnit(context)];
  const transfers = transfersIn(period, { state, services, bucketId: id });
  return {
    body: {
      bucket_id: id,
      time_range: period.range,
      metrics: toMetrics(transfers, { unit, at: ({ at }) => at }, toUploadMetric),
      summary: toUploadMetric(transfers),
    },
  };
}

/** Times and speeds are those of uploads that succeeded. */
function toUploadMetric(transfers: readonly Transfer[]): JsonObject {
  const done = transfers.filter(({ failure }) => failure === null);
  const { average, p95, p99 } = timesOf(done.map(({ durationMs }) => durationMs));
  return {
    upload_count: done.length,
    avg_latency_ms: average,
    p95_latency_ms: p95,
    p99_latency_ms: p99,
    avg_throughput_mbps: averageOf(done.map(({ bytes, durationMs }) => megabitsPerSecond(bytes, durationMs))),
    error_rate: rateOf(transfers.length - done.length, transfers.length),
  };
}

export function bucketHealth(context: RequestContext): ResolverResult {
  const { id } = findBucket(context);
  const { state, services } = context;
  const period = readHours(context);
  const health = bucketHealthOf(id, { period, state, services });
  return {
    body: {
      bucket_id: id,
      time_range: period.range,
      overall_health: health.overall,
      total_errors: sumOf(health.failures.map(({ count }) => count)),
      error_breakdown: health.failures.map(({ type, count, percentage, firstSeen, lastSeen }) => ({
        error_type: type,
        count,
        percentage,
        first_seen: firstSeen,
        last_seen: lastSeen,
      })),
      sync_health: health.syncs.map((sync) => ({
        sync_config_id: sync.syncId,
        consecutive_failures: sync.consecutiveFailures,
        last_success_at: sync.lastSuccessAt === null ? null : isoTime(sync.lastSuccessAt),
        last_failure_at: sync.lastFailureAt === null ? null : isoTime(sync.lastFailureAt),
        failure_rate: sync.failureRate,
      })),
      stuck_syncs: [...health.stuckSyncs],
    },
  };
}

/** Objects that the bucket has now; what was deleted is not known any more. */
export function keptIn(bucketId: string, state: StateReader): Kept[] {
  const kept: Kept[] = [];
  state.ids('objects', (object) => {
    if (object.bucket_id === bucketId) kept.push({ at: Date.parse(object.created_at), bytes: sizeOf(object) });
    return false;
  });
  return kept;
}
