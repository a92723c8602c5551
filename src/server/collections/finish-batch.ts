import type { JobContext } from '../context.js';
import { publishEvent } from '../events/publish.js';
import { isoTime } from '../iso-time.js';
import type { BatchRecord } from '../records.js';
import { changeRun } from './change-run.js';
import type { Run } from './run-sources.js';
import { scheduleStep } from './schedule-step.js';
import { logged } from './start-batch.js';
import { stageNewFields } from './sync-schema.js';

/** The end of one collection in one tier; the last one ends the tier. */
export function finishRun(next: Run, context: JobContext): void {
  const { batch, tier, run, collection } = next;
  const { services, tx } = context;
  const now = services.clock.now();
  const at = isoTime(now);
  const failed = batch.failures.filter((one) => one.collection_id === collection.id && one.tier === tier).length;
  const status = outcomeOf({ written: run.written, failed });
  const changed = changeRun(next, {
    status,
    completed_at: at,
    duration_ms: now - Date.parse(run.started_at ?? at),
  });
  const message = `Wrote ${run.written} documents of ${run.submitted - failed} sources; ${failed} failed, ${run.missing_inputs} had no input.`;
  const withLog = logged(changed, {
    level: failed === 0 ? 'info' : 'warning',
    message,
    at,
    tier,
    collectionId: collection.id,
  });
  tx.put('batches', { ...finishTier(withLog, tier, at), updated_at: at });
  services.meter.record({
    kind: 'extraction',
    at: now,
    namespaceId: batch.namespace_id,
    durationMs: now - Date.parse(run.started_at ?? at),
    subject: { type: 'collection', id: collection.id },
    attributes: { batch_id: batch.id, feature_extractor_id: run.feature_extractor_id, documents: run.written, failed },
  });
  if (run.written > 0) {
    publishEvent(context, {
      type: 'collection.documents.written',
      namespaceId: batch.namespace_id,
      subject: { type: 'collection', id: collection.id },
      metadata: { collection_id: collection.id, batch_id: batch.id, tier_num: tier, document_count: run.written },
    });
    if (collection.schema_sync_enabled) stageNewFields(collection, context);
  }
  scheduleStep(batch, context);
}

const OVER: ReadonlySet<string> = new Set(['COMPLETED', 'COMPLETED_WITH_ERRORS', 'FAILED', 'SKIPPED']);

function finishTier(batch: BatchRecord, tier: number, at: string): BatchRecord {
  const tiers = batch.tiers.map((one, index) => {
    if (index !== tier || !one.runs.every((run) => OVER.has(run.status))) return one;
    const written = one.runs.reduce((sum, run) => sum + run.written, 0);
    const failed = batch.failures.filter((failure) => failure.tier === tier).length;
    return { ...one, status: outcomeOf({ written, failed }), completed_at: at };
  });
  return { ...batch, tiers };
}

export function finishBatch(batch: BatchRecord, context: JobContext): void {
  const { state, tx, services } = context;
  const now = services.clock.now();
  const at = isoTime(now);
  const written = batch.tiers.flatMap(({ runs }) => runs).reduce((sum, run) => sum + run.written, 0);
  const failed = batch.failures.length;
  const status = outcomeOf({ written, failed });
  const error = status === 'FAILED' ? `Nothing could be processed. ${batch.failures[0]?.message ?? ''}`.trim() : null;
  const message = `${status}: ${written} documents written, ${failed} failures.`;
  tx.put('batches', {
    ...logged(batch, { level: failed === 0 ? 'info' : 'warning', message, at }),
    status,
    error,
    updated_at: at,
    // A collection that was deleted meanwhile leaves its run behind.
    tiers: batch.tiers.map((tier) => ({
      ...tier,
      status: OVER.has(tier.status) ? tier.status : 'SKIPPED',
      runs: tier.runs.map((run) => (OVER.has(run.status) ? run : { ...run, status: 'SKIPPED' })),
    })),
  });
  markObjects(batch, context, at);
  const task = batch.task_id === null ? undefined : state.get('tasks', batch.task_id);
  if (task !== undefined) {
    const outputs = [{ batch_id: batch.id, documents_written: written, failed_count: failed }];
    tx.put('tasks', { ...task, status, outputs, error, updated_at: at });
  }
  services.meter.record({
    kind: 'batch',
    at: now,
    namespaceId: batch.namespace_id,
    durationMs: now - Date.parse(batch.submitted_at ?? at),
    subject: { type: 'batch', id: batch.id },
    attributes: { status, documents: written, failed },
  });
}

/** Objects show what became of them in the first tier. */
function markObjects(batch: BatchRecord, { state, tx }: JobContext, at: string): void {
  if (batch.type !== 'BUCKET' || batch.tiers.length === 0) return;
  const failures = new Map(batch.failures.filter(({ tier }) => tier === 0).map((one) => [one.source_id, one.message]));
  for (const id of batch.object_ids) {
    const object = state.get('objects', id);
    if (object === undefined) continue;
    const error = failures.get(id) ?? null;
    const status = error === null ? 'COMPLETED' : 'FAILED';
    if (object.status !== status || object.error !== error)
      tx.put('objects', { ...object, status, error, updated_at: at });
  }
}

function outcomeOf({ written, failed }: { written: number; failed: number }): string {
  if (failed === 0) return 'COMPLETED';
  return written === 0 ? 'FAILED' : 'COMPLETED_WITH_ERRORS';
}
