import type { JobContext, Services, StateReader } from '../context.js';
import type { EngineDocument } from '../engine/index.js';
import { EngineError } from '../engine/engine-error.js';
import { ExtractionError } from '../extractors/extraction-error.js';
import type { Extractor } from '../extractors/extractor.js';
import { isoTime } from '../iso-time.js';
import { extractorOf } from '../plugins/plugin-extractor.js';
import { Problem } from '../problem.js';
import type { BatchFailureRecord, CollectionRecord } from '../records.js';
import { buildDocuments } from './build-documents.js';
import { extractSource } from './extract-source.js';
import { readItem, type Run } from './run-sources.js';
import type { SourceItem } from './source-item.js';

/** What became of one source. */
export type SourceOutcome =
  | { readonly id: string; readonly documents: readonly EngineDocument[]; readonly hadInputs: boolean }
  | { readonly id: string; readonly failure: BatchFailureRecord };

export interface ProcessParts extends Pick<JobContext, 'state' | 'services'> {
  readonly signal: AbortSignal;
}

/** Runs the extractor on each of the sources. One that fails holds up no other; nothing is written. */
export async function processSources(
  ids: readonly string[],
  run: Run,
  { state, services, signal }: ProcessParts,
): Promise<SourceOutcome[]> {
  const outcomes: SourceOutcome[] = [];
  for (const id of ids) {
    signal.throwIfAborted();
    const item = readItem(id, run, state);
    try {
      outcomes.push(await processOne(id, item, { run, state, services, signal }));
    } catch (error) {
      if (signal.aborted) throw error;
      outcomes.push({ id, failure: toFailure(error, { id, item, run, services }) });
    }
  }
  return outcomes;
}

async function processOne(
  id: string,
  item: SourceItem | undefined,
  { run, state, services, signal }: ProcessParts & { readonly run: Run },
): Promise<SourceOutcome> {
  const { collection, batch, tier } = run;
  if (item === undefined) throw new OrphanedError(`${id} does not exist any more.`);
  const extractor = requireExtractor(collection, state);
  const extracted = await extractSource(item, { collection, extractor, state, services, signal });
  if (extracted === undefined) return { id, documents: [], hadInputs: false };
  const documents = buildDocuments(item, extracted, {
    collection,
    standIn: extractor.standIn,
    batch: { id: batch.id, tier, includeHistory: batch.include_history, principalId: batch.principal_id },
    now: isoTime(services.clock.now()),
    sha256: services.sha256,
  });
  return { id, documents, hadInputs: true };
}

/** The source was deleted after the batch was made. */
class OrphanedError extends Error {}

function requireExtractor(collection: CollectionRecord, state: StateReader): Extractor {
  const extractor = extractorOf(collection, state);
  const name = collection.feature_extractor.feature_extractor_name;
  if (extractor === undefined) throw new ExtractionError('dependency', `The extractor "${name}" is gone.`);
  return extractor;
}

interface Failed {
  readonly id: string;
  readonly item: SourceItem | undefined;
  readonly run: Run;
  readonly services: Services;
}

function toFailure(error: unknown, { id, item, run, services }: Failed): BatchFailureRecord {
  const { category, cause } = classify(error);
  const earlier = run.batch.failures.find(
    (failure) => failure.source_id === id && failure.collection_id === run.collection.id,
  );
  return {
    source_id: id,
    object_id: item?.lineage.rootObjectId ?? (id.startsWith('obj_') ? id : null),
    collection_id: run.collection.id,
    tier: run.tier,
    category,
    cause,
    message: error instanceof Error ? error.message : String(error),
    retry_count: earlier === undefined ? 0 : earlier.retry_count,
    failed_at: isoTime(services.clock.now()),
  };
}

function classify(error: unknown): Pick<BatchFailureRecord, 'category' | 'cause'> {
  if (error instanceof OrphanedError) return { category: 'validation', cause: 'orphaned' };
  const isTimeout = [error, error instanceof Error ? error.cause : undefined].some(
    (one) => one instanceof DOMException && one.name === 'TimeoutError',
  );
  if (isTimeout) return { category: 'network', cause: 'timeout' };
  if (error instanceof ExtractionError) {
    const isOutside = error.category === 'network' || error.category === 'resource';
    return { category: error.category, cause: isOutside ? 'infrastructure' : 'pipeline' };
  }
  const isRefusal = error instanceof Problem || error instanceof EngineError;
  return { category: isRefusal ? 'validation' : 'runtime', cause: 'pipeline' };
}
