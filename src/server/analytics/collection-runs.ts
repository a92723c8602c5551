import type { StateReader } from '../context.js';
import type { BatchFailureRecord, BatchRecord } from '../records.js';
import type { ExtractorRun } from './extractor-runs.js';
import type { Failure } from './failures.js';
import { isWithin, type Period } from './period.js';

/** A collection that was processed in one tier of a batch. */
export interface CollectionRun extends ExtractorRun {
  readonly collectionId: string;
}

interface RunSource {
  readonly state: StateReader;
  readonly namespaceId: string;
  /** Default: all collections. */
  readonly collectionId?: string;
}

/** Runs that ended in the period, oldest first. */
export function collectionRunsIn(period: Period, source: RunSource): CollectionRun[] {
  return batchesOf(source)
    .flatMap((batch) => runsOf(batch, source))
    .filter(({ at }) => isWithin(at, period))
    .sort((a, b) => a.at - b.at);
}

function runsOf(batch: BatchRecord, { collectionId }: RunSource): CollectionRun[] {
  return batch.tiers.flatMap(({ runs }, tier) =>
    runs.flatMap((run) => {
      const { collection_id: id, completed_at: end } = run;
      if (end === null || (collectionId !== undefined && id !== collectionId)) return [];
      return {
        collectionId: id,
        extractorId: run.feature_extractor_id,
        at: Date.parse(end),
        durationMs: run.duration_ms,
        written: run.written,
        failed: batch.failures.filter((one) => one.tier === tier && one.collection_id === id).length,
      };
    }),
  );
}

/** Sources that could not be processed, oldest first. */
export function collectionFailuresIn(period: Period, source: RunSource): Failure[] {
  return batchesOf(source)
    .flatMap(({ failures }) => failures)
    .filter(({ collection_id: id }) => source.collectionId === undefined || id === source.collectionId)
    .map(toFailure)
    .filter(({ at }) => isWithin(at, period))
    .sort((a, b) => a.at - b.at);
}

const toFailure = ({ failed_at: at, category, message }: BatchFailureRecord): Failure => ({
  at: Date.parse(at),
  type: category,
  message,
});

const batchesOf = ({ state, namespaceId }: RunSource): BatchRecord[] =>
  state.ids('batches', ({ namespace_id: id }) => id === namespaceId).flatMap((id) => state.get('batches', id) ?? []);

/** Milliseconds a document took on average in these runs; 0 where none was written. */
export function timePerDocument(runs: readonly ExtractorRun[]): number {
  const written = runs.reduce((sum, run) => sum + run.written, 0);
  const total = runs.reduce((sum, run) => sum + run.durationMs, 0);
  return written === 0 ? 0 : total / written;
}
