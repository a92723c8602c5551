import type { JsonObject } from '../../../internal/json.js';
import { isTransient } from '../../extractors/extraction-error.js';
import type { BatchFailureRecord, BatchRecord, BatchRunRecord, BatchTierRecord } from '../../records.js';

/** The batch as the API describes it. */
export function toBatchView(batch: BatchRecord): JsonObject {
  const collections = batch.tiers.flatMap(({ runs }) => runs.map((run) => run.collection_id));
  return {
    batch_id: batch.id,
    bucket_id: batch.bucket_id,
    status: batch.status,
    object_ids: batch.object_ids,
    collection_ids: batch.tiers.length === 0 ? null : collections,
    error: batch.error,
    error_summary: countByKind(batch.failures),
    type: batch.type,
    manifest_key: null,
    task_id: batch.task_id,
    loaded_object_ids: loadedOf(batch),
    internal_metadata: null,
    metadata: batch.metadata,
    tier_tasks: batch.tiers.map((tier, number) => toTierView(tier, number, batch)),
    current_tier: batch.current_tier,
    total_tiers: Math.max(1, batch.tiers.length),
    dag_tiers: batch.tiers.length === 0 ? null : batch.tiers.map(({ runs }) => runs.map((run) => run.collection_id)),
    created_at: batch.created_at,
    updated_at: batch.updated_at,
  };
}

function toTierView(tier: BatchTierRecord, number: number, batch: BatchRecord): JsonObject {
  const failures = batch.failures.filter((failure) => failure.tier === number);
  const sum = (field: 'fetched' | 'filtered' | 'missing_inputs' | 'submitted' | 'written'): number =>
    tier.runs.reduce((total, run) => total + run[field], 0);
  const sources = [...new Set(tier.runs.flatMap((run) => run.source_collection_ids))];
  return {
    tier_num: number,
    task_id: tier.task_id,
    status: tier.status,
    collection_ids: tier.runs.map((run) => run.collection_id),
    extractor_jobs: tier.runs.map((run) => toJobView(run, failures)),
    source_type: tier.source_type,
    source_collection_ids: number === 0 ? null : sources,
    parent_task_id: number === 0 ? null : (batch.tiers[number - 1]?.task_id ?? null),
    started_at: tier.started_at,
    completed_at: tier.completed_at,
    duration_ms: durationOf(tier),
    errors: toErrors(failures),
    error_summary: countByKind(failures),
    performance: null,
    ray_job_id: null,
    celery_task_id: null,
    source_documents_fetched: sum('fetched'),
    documents_after_source_filter: sum('filtered'),
    documents_missing_input_fields: sum('missing_inputs'),
    documents_submitted_to_engine: sum('submitted'),
    documents_written: sum('written'),
  };
}

const durationOf = ({ started_at: from, completed_at: to }: BatchTierRecord): number | null =>
  from === null || to === null ? null : Date.parse(to) - Date.parse(from);

function toJobView(run: BatchRunRecord, failures: readonly BatchFailureRecord[]): JsonObject {
  const own = failures.filter((failure) => failure.collection_id === run.collection_id);
  return {
    extractor_type: run.feature_extractor_id,
    collection_ids: [run.collection_id],
    ray_job_id: null,
    celery_task_id: null,
    status: run.status,
    started_at: run.started_at,
    completed_at: run.completed_at,
    duration_ms: run.completed_at === null ? null : run.duration_ms,
    documents_written: run.written,
    errors: toErrors(own),
    error: own[0]?.message ?? null,
  };
}

/** One entry for all that failed with the same words. */
function toErrors(failures: readonly BatchFailureRecord[]): JsonObject[] {
  const groups = new Map<string, BatchFailureRecord[]>();
  for (const failure of failures) {
    const key = `${failure.category}\n${failure.message}`;
    groups.set(key, [...(groups.get(key) ?? []), failure]);
  }
  return Array.from(groups.values(), (group): JsonObject => {
    const last = group.at(-1) as BatchFailureRecord;
    return {
      error_type: last.category,
      message: last.message,
      component: 'extractor',
      stage: last.category === 'network' ? 'read' : 'extract',
      traceback: null,
      timestamp: last.failed_at,
      affected_document_ids: group.map(({ source_id: id }) => id),
      affected_count: group.length,
      recovery_suggestion: adviceFor(last),
      metadata: {},
    };
  });
}

/** What helps against a failure. */
export function adviceFor({ category, cause }: Pick<BatchFailureRecord, 'category' | 'cause'>): string {
  if (cause === 'orphaned') return 'The object was deleted after the batch was made; there is nothing to do.';
  if (cause === 'timeout') return 'Retry the batch when the source answers again.';
  if (category === 'network') return 'Check that the address of the file can be reached, then retry the batch.';
  if (category === 'dependency') return 'Install what the message names, then retry the batch with retry_mode "all".';
  if (category === 'validation') return 'Correct the object, then retry the batch with retry_mode "all".';
  return 'Read the message; retry the batch when its cause is gone.';
}

/** Objects that some collection has read. */
function loadedOf({ tiers, type }: BatchRecord): string[] | null {
  const runs = type === 'BUCKET' ? (tiers[0]?.runs ?? []) : [];
  const loaded = new Set(runs.flatMap((run) => run.source_ids?.slice(0, run.done) ?? []));
  return loaded.size === 0 ? null : [...loaded];
}

export function countByKind(failures: readonly BatchFailureRecord[]): Record<string, number> | null {
  if (failures.length === 0) return null;
  const counts: Record<string, number> = {};
  for (const { category } of failures) counts[category] = (counts[category] ?? 0) + 1;
  return counts;
}

export function toFailureView(failure: BatchFailureRecord): JsonObject {
  const isDocument = failure.source_id !== failure.object_id && !failure.source_id.startsWith('obj_');
  return {
    document_id: isDocument ? failure.source_id : null,
    object_id: failure.object_id,
    collection_id: failure.collection_id,
    tier_num: failure.tier,
    error_type: failure.category,
    message: failure.message,
    retryable: isTransient(failure.category),
    retry_count: failure.retry_count,
    failed_at: failure.failed_at,
  };
}
