import type { JsonObject } from '../../../internal/json.js';
import { batchInsights, batchProgress, nextActions } from '../../analytics/batch-insights.js';
import { percentOf, sumOf } from '../../analytics/share.js';
import { isUnderWay } from '../../collections/batch-status.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import { notFound } from '../../problem.js';
import type { BatchRecord, BatchRunRecord, BatchTierRecord } from '../../records.js';

/** The batch as it stands: times are those of the clock. */
export function batchDiagnostics(context: RequestContext): ResolverResult {
  const batch = findBatch(context);
  const { tiers, failures } = batch;
  const begun = tiers[0]?.started_at ?? null;
  const ended = isUnderWay(batch.status) ? null : (tiers.at(-1)?.completed_at ?? null);
  const now = context.services.clock.now();
  const progress = batchProgress(batch);
  const seconds = begun === null ? null : secondsBetween(begun, ended, now);
  const failedTiers = tiers.filter((_tier, number) => failures.some((one) => one.tier === number)).length;
  return {
    body: {
      batch_id: batch.id,
      batch_name: textOf(batch.metadata, 'batch_name') || batch.id,
      status: batch.status,
      bucket_id: batch.bucket_id,
      current_tier: batch.current_tier ?? 0,
      total_tiers: Math.max(1, tiers.length),
      overall_progress: progress,
      created_at: batch.created_at,
      submitted_at: batch.submitted_at,
      started_at: begun,
      completed_at: ended,
      duration_seconds: seconds,
      estimated_completion: estimate({ seconds, progress, ended, now }),
      tiers: tiers.map((tier, number) => toTier(tier, number, { batch, now })),
      collections: toCollections(batch, context),
      performance_summary: begun === null ? null : toSummary(batch, seconds ?? 0),
      insights: batchInsights(batch).map((insight) => ({
        type: insight.type,
        severity: insight.severity,
        message: insight.message,
        stage: insight.stage,
        metric_value: insight.value,
        recommendation: insight.recommendation,
      })),
      has_failures: failures.length > 0,
      failed_tier_count: failedTiers,
      total_objects: batch.type === 'BUCKET' ? batch.object_ids.length : batch.source_document_ids.length,
      next_actions: nextActions(batch),
    },
  };
}

/** A batch of the namespace, whichever its bucket. */
function findBatch({ path, state, namespace }: RequestContext): BatchRecord {
  const id = path['batch_id'] ?? '';
  const batch = state.get('batches', id);
  if (batch?.namespace_id !== namespace.id) throw notFound('batch', id);
  return batch;
}

const secondsBetween = (from: string, to: string | null, now: number): number =>
  ((to === null ? now : Date.parse(to)) - Date.parse(from)) / 1000;

interface Pace {
  readonly seconds: number | null;
  readonly progress: number;
  readonly ended: string | null;
  readonly now: number;
}

/** At the speed so far; null before anything is done, and at the end. */
function estimate({ seconds, progress, ended, now }: Pace): string | null {
  if (seconds === null || ended !== null || progress === 0) return null;
  return isoTime(now + Math.round(((1000 * seconds) / progress) * (100 - progress)));
}

function toTier(
  tier: BatchTierRecord,
  number: number,
  { batch, now }: { readonly batch: BatchRecord; readonly now: number },
): JsonObject {
  const failure = batch.failures.findLast((one) => one.tier === number);
  const known = tier.runs.filter(({ source_ids: ids }) => ids !== null);
  const total = sumOf(known.map(({ source_ids: ids }) => ids?.length ?? 0));
  const done = sumOf(known.map((run) => run.done));
  const begun = { processed_documents: done, total_documents: total, percentage: percentOf(done, total) };
  return {
    tier_num: number,
    task_id: tier.task_id,
    status: tier.status,
    started_at: tier.started_at,
    completed_at: tier.completed_at,
    duration_seconds: tier.started_at === null ? null : secondsBetween(tier.started_at, tier.completed_at, now),
    progress: tier.started_at === null ? null : begun,
    ray_job_id: null,
    ray_dashboard_url: null,
    error: failure?.message ?? null,
    error_type: failure?.category ?? null,
  };
}

/** What this batch wrote to each collection. How many documents a source gives is known once it is processed. */
function toCollections(batch: BatchRecord, { state }: RequestContext): JsonObject[] {
  return batch.tiers
    .flatMap(({ runs }) => runs)
    .map((run: BatchRunRecord) => ({
      collection_id: run.collection_id,
      collection_name: state.get('collections', run.collection_id)?.collection_name ?? run.collection_id,
      document_count: run.written,
      expected_documents: null,
      status: run.status,
    }));
}

function toSummary({ tiers, failures }: BatchRecord, seconds: number): JsonObject {
  const runs = tiers.flatMap((tier) => tier.runs);
  const written = sumOf(runs.map((run) => run.written));
  return {
    documents_written: written,
    failed_count: failures.length,
    duration_seconds: seconds,
    documents_per_second: seconds === 0 ? null : Math.round((1000 * written) / seconds) / 1000,
  };
}
