import { isUnderWay } from '../../collections/batch-status.js';
import { stageCanceled } from '../../collections/cancel-batch.js';
import { queueBatch, startBatch } from '../../collections/start-batch.js';
import { readersOf } from '../../collections/readers.js';
import { planRetry, type RetryPlan } from '../../collections/plan-retry.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { badRequest, conflict, Problem } from '../../problem.js';
import type { BatchRecord } from '../../records.js';
import { isFinal } from '../tasks/start-task.js';
import { toTaskView } from '../tasks/view.js';
import { findBatch, findTier } from './find.js';

/** One submission of a batch in this time. */
const SUBMIT_WINDOW_MS = 60_000;
const PROCESS = 'api_buckets_batches_process';

export function submitBatch(context: RequestContext): ResolverResult {
  const { bucket, batch } = findBatch(context);
  refuseTooSoon(batch, context.services.clock.now());
  if (batch.status !== 'DRAFT') {
    throw conflict(
      'batch_not_draft',
      `Batch ${batch.id} is ${batch.status}: only drafts can be submitted. Use retry, or create another batch.`,
      {
        batch_id: batch.id,
        status: batch.status,
      },
    );
  }
  const first = readersOf(bucket, context.state);
  if (first.length === 0) {
    throw badRequest(
      'no_collections',
      `No enabled collection reads from bucket "${bucket.bucket_name}", so that the batch would do nothing. Create one first.`,
      { bucket_id: bucket.id },
    );
  }
  const draft = { ...batch, include_history: context.body['include_processing_history'] !== false };
  const { task } = startBatch(draft, { first, taskType: PROCESS, context });
  return { body: toTaskView(task) };
}

function refuseTooSoon({ id, submitted_at: at }: BatchRecord, now: number): void {
  const left = at === null ? 0 : Date.parse(at) + SUBMIT_WINDOW_MS - now;
  if (left <= 0) return;
  const seconds = Math.ceil(left / 1000);
  throw new Problem({
    status: 429,
    code: 'batch_submitted_recently',
    message: `Batch ${id} was submitted less than 60 seconds ago. Try again in ${seconds} seconds.`,
    details: { limit: 1, window: 60, retry_after_seconds: seconds },
    headers: { 'Retry-After': String(seconds) },
  });
}

export function cancelBatch(context: RequestContext): ResolverResult {
  const { batch } = findBatch(context);
  const { state, tx, services } = context;
  const task = batch.task_id === null ? undefined : state.get('tasks', batch.task_id);
  if (!isUnderWay(batch.status) || task === undefined) {
    throw conflict('batch_not_running', `Batch ${batch.id} is ${batch.status}: there is nothing to cancel.`, {
      batch_id: batch.id,
      status: batch.status,
    });
  }
  const canceled = { ...task, status: 'CANCELED', updated_at: isoTime(services.clock.now()) };
  tx.put('tasks', canceled);
  stageCanceled(batch, context);
  return { body: toTaskView(canceled) };
}

export function retryBatch(context: RequestContext): ResolverResult {
  const { batch } = findBatch(context);
  const { body } = context;
  const tiers = Array.isArray(body['tier_nums']) ? body['tier_nums'].map(Number) : undefined;
  const { queued, ...answer } = retry(batch, context, {
    transientOnly: body['retry_mode'] !== 'all',
    tiers,
    maxRetries: typeof body['max_retry_count'] === 'number' ? body['max_retry_count'] : 3,
  });
  return {
    body: {
      ...answer,
      retry_mode: body['retry_mode'] ?? 'transient_only',
      tier_nums: queued.tiers,
      skipped_count: queued.skipped,
    },
  };
}

/** All failures of one tier, however often they were retried. */
export function retryTier(context: RequestContext): ResolverResult {
  const { batch } = findBatch(context);
  const tier = findTier(batch, context);
  const { queued: _queued, ...answer } = retry(batch, context, {
    transientOnly: false,
    tiers: [tier],
    maxRetries: Infinity,
  });
  return { body: { ...answer, tier_num: tier } };
}

interface RetryAnswer {
  readonly batch_id: string;
  readonly task_id: string | null;
  readonly status: string;
  readonly retried_count: number;
  readonly message: string;
  readonly queued: RetryPlan;
}

function retry(batch: BatchRecord, context: RequestContext, choice: Parameters<typeof planRetry>[1]): RetryAnswer {
  if (batch.status === 'DRAFT' || isUnderWay(batch.status) || batch.status === 'COMPLETED') {
    throw conflict(
      'batch_not_retryable',
      `Batch ${batch.id} is ${batch.status}: only batches that ended with errors, failed or were canceled can be retried.`,
      {
        batch_id: batch.id,
        status: batch.status,
      },
    );
  }
  const plan = planRetry(batch, choice);
  const answer = { batch_id: batch.id, retried_count: plan.retried, queued: plan };
  if (plan.tiers.length === 0) {
    const message = 'Nothing is retried: no failure is of the kind that was asked for.';
    return { ...answer, task_id: batch.task_id, status: batch.status, message };
  }
  const message = plan.retried === 0 ? 'Going on where it was canceled.' : `Retrying ${plan.retried} failures.`;
  const { batch: queued, task } = queueBatch(plan.batch, { taskType: PROCESS, message, context });
  return { ...answer, task_id: task.id, status: queued.status, message };
}

/** Writes what the tier made once more, as it is stored. */
export function rewriteTier(context: RequestContext): ResolverResult {
  const { batch } = findBatch(context);
  const number = findTier(batch, context);
  const tier = batch.tiers[number];
  if (tier === undefined || !isFinal(tier.status)) {
    throw conflict(
      'tier_not_ended',
      `Tier ${number} of batch ${batch.id} is ${tier?.status ?? 'unknown'}. Wait for its end.`,
      {
        batch_id: batch.id,
        tier_num: number,
      },
    );
  }
  const { state, tx } = context;
  const space = state.documents(batch.namespace_id);
  const index = space.view('head');
  const collections = new Set<unknown>(tier.runs.map((run) => run.collection_id));
  const documents = index.ids().flatMap((id) => {
    const document = collections.has(index.payload(id)?.['collection_id']) ? index.get(id) : undefined;
    const times = space.times(id);
    return document === undefined || times === undefined || !isOf(document.payload, batch.id)
      ? []
      : [{ ...document, ...times }];
  });
  tx.putDocuments(batch.namespace_id, documents);
  return {
    body: {
      batch_id: batch.id,
      tier_num: number,
      status: tier.status,
      documents_written: documents.length,
      documents_failed: 0,
      message: `${documents.length} documents were written again.`,
    },
  };
}

function isOf(payload: Readonly<Record<string, unknown>>, batchId: string): boolean {
  const internal = payload['_internal'] as { processing?: { batch_id?: unknown } } | undefined;
  return internal?.processing?.batch_id === batchId;
}
