import type { Services, StateReader } from '../context.js';
import { failureKinds, type Failure, type FailureKind } from './failures.js';
import { groupBy } from './group-by.js';
import { isWithin, type Period } from './period.js';
import { rateOf } from './share.js';
import { consecutiveFailures, hasFailed, syncRunsIn, type SyncRun } from './sync-runs.js';
import { transfersIn } from './transfers.js';

export interface BucketHealth {
  /** `unhealthy` when a sync is stuck or failed three times in a row, or half of all that was tried failed; `degraded` when anything did. */
  readonly overall: 'healthy' | 'degraded' | 'unhealthy';
  readonly failures: readonly FailureKind[];
  readonly syncs: readonly SyncHealth[];
  /** Ids of syncs with a run that does not end. */
  readonly stuckSyncs: readonly string[];
}

export interface SyncHealth {
  readonly syncId: string;
  readonly consecutiveFailures: number;
  readonly lastSuccessAt: number | null;
  readonly lastFailureAt: number | null;
  readonly failureRate: number;
}

const MANY_FAILURES = 3;
/** A run that takes longer is stuck. */
const STUCK_MS = 10 * 60_000;

interface HealthSource {
  readonly period: Period;
  readonly state: StateReader;
  readonly services: Services;
}

export function bucketHealthOf(bucketId: string, { period, state, services }: HealthSource): BucketHealth {
  const transfers = transfersIn(period, { state, services, bucketId });
  const runs = syncRunsIn(period, { state, bucketId, now: services.clock.now() });
  const failures = [
    ...transfers.flatMap(({ at, failure }): Failure[] => (failure === null ? [] : [{ at, ...failure }])),
    ...runs.filter(hasFailed).map((run) => toFailure(run)),
    ...objectFailures(bucketId, { period, state }),
  ];
  const syncs = Array.from(
    groupBy(runs, ({ syncId }) => syncId),
    ([syncId, own]) => toSyncHealth(syncId, own),
  );
  const stuck = runs.filter(({ endedAt, durationMs }) => endedAt === null && durationMs > STUCK_MS);
  const stuckSyncs = [...new Set(stuck.map(({ syncId }) => syncId))];
  const isBroken = stuckSyncs.length > 0 || syncs.some((sync) => sync.consecutiveFailures >= MANY_FAILURES);
  const tried = Math.max(transfers.length + runs.length, failures.length);
  return {
    overall: isBroken || 2 * failures.length > tried ? 'unhealthy' : failures.length > 0 ? 'degraded' : 'healthy',
    failures: failureKinds(failures),
    syncs,
    stuckSyncs,
  };
}

const toFailure = ({ startedAt, endedAt, error }: SyncRun): Failure => ({
  at: endedAt ?? startedAt,
  type: 'sync_failed',
  message: error ?? 'The run failed.',
});

/** Objects that could not be processed. */
function objectFailures(bucketId: string, { period, state }: Pick<HealthSource, 'period' | 'state'>): Failure[] {
  const failures: Failure[] = [];
  state.ids('objects', ({ bucket_id: id, status, error, updated_at: at }) => {
    if (id === bucketId && status === 'FAILED' && isWithin(Date.parse(at), period)) {
      failures.push({ at: Date.parse(at), type: 'processing_failed', message: error ?? 'Processing failed.' });
    }
    return false;
  });
  return failures;
}

function toSyncHealth(syncId: string, runs: readonly SyncRun[]): SyncHealth {
  const ended = runs.filter(({ endedAt }) => endedAt !== null);
  const failed = ended.filter(hasFailed);
  return {
    syncId,
    consecutiveFailures: consecutiveFailures(runs),
    lastSuccessAt: ended.findLast((run) => !hasFailed(run))?.endedAt ?? null,
    lastFailureAt: failed.at(-1)?.endedAt ?? null,
    failureRate: rateOf(failed.length, ended.length),
  };
}
