import type { JsonObject } from '../../internal/json.js';
import type { JobContext } from '../context.js';
import { extractorNamed } from '../extractors/index.js';
import { isoTime } from '../iso-time.js';
import { textOf } from '../json-object.js';
import type { BatchRecord } from '../records.js';
import type { JobTable } from '../resolvers/table.js';
import { isFinal } from '../resolvers/tasks/start-task.js';
import { changeRun } from './change-run.js';
import { finishBatch, finishRun } from './finish-batch.js';
import { processSources, type SourceOutcome } from './process-sources.js';
import { findSources, readItem, type Run } from './run-sources.js';
import { scheduleStep } from './schedule-step.js';
import { logged } from './start-batch.js';
import { writeOutcomes } from './write-outcomes.js';

/** Sources that are processed and written together. */
const CHUNK = 50;
/** Runs of more sources go on in the background, so that no request waits for them. */
const MAX_INLINE = 200;

export const batchJobs = {
  /** From the queue to the machine; the work is done when the time that tasks take is over. */
  'batches.start': ({ payload }, context) => {
    const batch = underWay(payload, context);
    if (batch === undefined) return;
    const { tx, services } = context;
    const now = services.clock.now();
    tx.put('batches', { ...batch, status: 'PROCESSING', updated_at: isoTime(now) });
    const task = batch.task_id === null ? undefined : context.state.get('tasks', batch.task_id);
    if (task !== undefined) tx.put('tasks', { ...task, status: 'PROCESSING', updated_at: isoTime(now) });
    // From the submission on, also where the clock jumped past it.
    const submitted = batch.submitted_at === null ? now : Date.parse(batch.submitted_at);
    tx.schedule('batches.step', submitted + services.settings.taskMs, payload);
  },
  /** Processes some sources, and goes on until there are none. */
  'batches.step': async ({ payload }, context) => {
    const batch = underWay(payload, context);
    if (batch === undefined) return;
    const next = nextRun(batch, context);
    if (next === undefined) {
      finishBatch(batch, context);
      return;
    }
    const { run } = next;
    if (run.source_ids === null) {
      beginRun(next, context);
      return;
    }
    const ids = run.source_ids.slice(run.done, run.done + CHUNK);
    if (ids.length === 0) {
      finishRun(next, context);
      return;
    }
    if (runsInline(next, ids, context)) {
      const outcomes = await processSources(ids, next, { ...context, signal: new AbortController().signal });
      goOn(outcomes, next, context);
      return;
    }
    processInBackground(ids, next, context);
  },
} satisfies JobTable;

/** The batch of a job; `undefined` when it was cancelled, retried under another task, or deleted. */
function underWay(payload: JsonObject, context: JobContext): BatchRecord | undefined {
  const batch = context.state.get('batches', textOf(payload, 'batch_id'));
  if (batch === undefined || isFinal(batch.status) || batch.task_id !== payload['task_id']) return undefined;
  return batch;
}

/** The first run that is not over, tier by tier; a collection that is gone is left out. */
function nextRun(batch: BatchRecord, { state }: JobContext): Run | undefined {
  for (const [tier, { runs }] of batch.tiers.entries()) {
    for (const run of runs) {
      if (isFinal(run.status)) continue;
      const collection = state.get('collections', run.collection_id);
      if (collection !== undefined) return { batch, tier, run, collection };
    }
  }
  return undefined;
}

function beginRun(next: Run, context: JobContext): void {
  const { batch, tier, collection } = next;
  const { ids, fetched, filtered } = findSources(next, context);
  const at = isoTime(context.services.clock.now());
  const changed = changeRun(next, {
    status: 'PROCESSING',
    source_ids: ids,
    done: 0,
    fetched,
    filtered,
    started_at: at,
  });
  const tiers = changed.tiers.map((one, index) =>
    index === tier ? { ...one, status: 'PROCESSING', started_at: one.started_at ?? at } : one,
  );
  const message = `Reading ${filtered} of ${fetched} ${batch.type === 'BUCKET' && tier === 0 ? 'objects' : 'documents'}.`;
  context.tx.put('batches', {
    ...logged(
      { ...changed, tiers, current_tier: tier },
      { level: 'info', message, at, tier, collectionId: collection.id },
    ),
    updated_at: at,
  });
  scheduleStep(batch, context);
}

function runsInline({ run, collection, ...next }: Run, ids: readonly string[], { state }: JobContext): boolean {
  if ((run.source_ids?.length ?? 0) > MAX_INLINE) return false;
  if (extractorNamed(collection.feature_extractor.feature_extractor_name)?.reachesOut === true) return false;
  const isElsewhere = (id: string): boolean =>
    readItem(id, { run, collection, ...next }, state)?.blobs.some(
      ({ file_id: file, url }) => file === null && url !== null && !url.startsWith('data:'),
    ) === true;
  return !ids.some(isElsewhere);
}

/** The job stays, held back, until the work is written: after a crash it is done again. */
function processInBackground(ids: readonly string[], next: Run, context: JobContext): void {
  const { services, state, tx } = context;
  const job = services.id('job');
  services.heldJobs.add(job);
  const payload = { batch_id: next.batch.id, task_id: next.batch.task_id };
  tx.put('jobs', { id: job, kind: 'batches.step', due_at: services.clock.now(), payload });
  tx.afterCommit(async (signal) => {
    const outcomes = await processSources(ids, next, { state, services, signal });
    return (later) => {
      services.heldJobs.delete(job);
      later.tx.delete('jobs', job);
      const batch = underWay(payload, later);
      const run = batch?.tiers[next.tier]?.runs.find(({ collection_id: id }) => id === next.collection.id);
      if (batch !== undefined && run !== undefined) goOn(outcomes, { ...next, batch, run }, later);
    };
  });
}

function goOn(outcomes: readonly SourceOutcome[], next: Run, context: JobContext): void {
  context.tx.put('batches', writeOutcomes(outcomes, next, context));
  scheduleStep(next.batch, context);
}
