import type { JobContext } from '../context.js';
import { checkDocuments } from '../engine/check-documents.js';
import type { EngineDocument } from '../engine/index.js';
import { isoTime } from '../iso-time.js';
import type { BatchFailureRecord, BatchRecord } from '../records.js';
import { changeRun } from './change-run.js';
import { documentsBySource, withDescendants } from './made-from.js';
import type { SourceOutcome } from './process-sources.js';
import type { Run } from './run-sources.js';

/**
 * Stages the documents of some sources, in place of what the collection made of these before, and gives the batch as it
 * is then. What was made from documents that are no more goes with them.
 */
export function writeOutcomes(outcomes: readonly SourceOutcome[], next: Run, context: JobContext): BatchRecord {
  const { batch, run, collection } = next;
  const { state, tx, services } = context;
  const namespace = state.get('namespaces', batch.namespace_id);
  const configs = new Map(namespace?.vector_configs.map((config) => [config.name, config]));
  const written: EngineDocument[] = [];
  const failures: BatchFailureRecord[] = [];
  const processed: string[] = [];
  for (const outcome of outcomes) {
    if ('failure' in outcome) {
      failures.push(outcome.failure);
      continue;
    }
    processed.push(outcome.id);
    // An index that the namespace lost leaves its vectors out; lengths are the extractor's own.
    const documents = outcome.documents.map((document) => ({
      ...document,
      vectors: Object.fromEntries(Object.entries(document.vectors).filter(([name]) => configs.has(name))),
    }));
    checkDocuments(documents, (name) => configs.get(name));
    written.push(...documents);
  }
  replaceEarlier(processed, written, next, context);
  const space = state.documents(batch.namespace_id);
  const now = isoTime(services.clock.now());
  tx.putDocuments(
    batch.namespace_id,
    written.map((document) => ({
      ...document,
      created_at: space.times(document.id)?.created_at ?? now,
      updated_at: now,
    })),
  );
  const isRetried = new Set(outcomes.map(({ id }) => id));
  const others = batch.failures.filter(
    (failure) => failure.collection_id !== collection.id || !isRetried.has(failure.source_id),
  );
  const withoutInputs = outcomes.filter((outcome) => 'hadInputs' in outcome && !outcome.hadInputs).length;
  return {
    ...changeRun(next, {
      done: run.done + outcomes.length,
      written: run.written + written.length,
      missing_inputs: run.missing_inputs + withoutInputs,
      submitted: run.submitted + outcomes.length - withoutInputs,
    }),
    failures: [...others, ...failures],
    updated_at: now,
  };
}

function replaceEarlier(
  sources: readonly string[],
  written: readonly EngineDocument[],
  { batch, collection }: Run,
  { state, tx }: JobContext,
): void {
  const index = state.documents(batch.namespace_id).view('head');
  const bySource = documentsBySource(index);
  const stays = new Set(written.map(({ id }) => id));
  const gone = sources
    .flatMap((source) => bySource.get(source) ?? [])
    .filter((id) => !stays.has(id) && index.payload(id)?.['collection_id'] === collection.id);
  tx.deleteDocuments(batch.namespace_id, withDescendants(gone, bySource));
}
