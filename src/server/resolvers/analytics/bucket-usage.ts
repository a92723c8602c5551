import type { JsonObject } from '../../../internal/json.js';
import { truncateDate } from '../../aggregate/dates.js';
import { groupBy } from '../../analytics/group-by.js';
import { storageUse } from '../../analytics/storage.js';
import { percentOf, round, sumOf } from '../../analytics/share.js';
import { syncRunsIn } from '../../analytics/sync-runs.js';
import { transfersIn } from '../../analytics/transfers.js';
import { toUsd } from '../../billing/usage.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { findBucket } from '../../ingest/find-bucket.js';
import { isoTime } from '../../iso-time.js';
import { keptIn } from './buckets.js';
import { readDates, readUnit } from './read-period.js';

/** What a bucket kept and took in. Only uploads have a documented price, so all credits are theirs. */
export function bucketUsage(context: RequestContext): ResolverResult {
  const { id } = findBucket(context);
  const { state, services } = context;
  const [period, unit] = [readDates(context), readUnit(context)];
  const now = services.clock.now();
  const uploads = transfersIn(period, { state, services, bucketId: id }).filter(({ failure }) => failure === null);
  const storage = storageUse(keptIn(id, state), { period, unit, now });
  const uploadsByStart = groupBy(uploads, ({ at }) => truncateDate(at, unit));
  const runsByStart = groupBy(syncRunsIn(period, { state, bucketId: id, now }), ({ startedAt }) =>
    truncateDate(startedAt, unit),
  );
  const storageByStart = new Map(storage.map(({ start, gigabyteHours }) => [start, gigabyteHours]));
  const starts = new Set([...storageByStart.keys(), ...uploadsByStart.keys(), ...runsByStart.keys()]);
  const credits = creditsOf(uploads);
  return {
    body: {
      bucket_id: id,
      time_range: period.range,
      metrics: [...starts]
        .sort((a, b) => a - b)
        .map((start): JsonObject => {
          const own = uploadsByStart.get(start) ?? [];
          return {
            time_bucket: isoTime(start),
            storage_gb_hours: round(storageByStart.get(start) ?? 0, DECIMALS),
            upload_operations: own.length,
            sync_operations: runsByStart.get(start)?.length ?? 0,
            total_credits: Math.floor(creditsOf(own)),
            estimated_cost_usd: toUsd(creditsOf(own)),
          };
        }),
      cost_breakdown: {
        storage_percent: 0,
        upload_percent: percentOf(credits, credits),
        sync_percent: 0,
        other_percent: 0,
      },
      total_credits: Math.floor(credits),
      total_cost_usd: toUsd(credits),
    },
  };
}

/** Bytes of a kilobyte kept for an hour still show. */
const DECIMALS = 9;

const creditsOf = (uploads: readonly { readonly credits: number }[]): number =>
  round(sumOf(uploads.map(({ credits }) => credits)), 3);
