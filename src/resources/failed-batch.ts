import type { MixpeekError } from '../errors.js';
import type { UpsertDocument } from '../generated/schemas.js';
import type { Entry } from './bulk/batch.js';

/** Neighbouring documents that were not written: a whole batch, or those of it that were wrong. */
export interface FailedBatch {
  /** Position of its first document in the source, from 0. Paths in the error count from here. */
  readonly from: number;
  /** How many documents it had. */
  readonly count: number;
  /** Ids where the documents have them, in order. */
  readonly documentIds: readonly (string | undefined)[];
  readonly error: MixpeekError;
}

/** A failed batch with its documents, for whoever keeps them. */
export interface FailedDocuments extends FailedBatch {
  /** As they were to be sent: with an id. */
  readonly documents: readonly UpsertDocument[];
}

/** The failed entries of a batch: neighbours that failed for the same reason together. */
export function failedRuns(entries: readonly Entry<UpsertDocument>[]): FailedDocuments[] {
  const runs: Entry<UpsertDocument>[][] = [];
  for (const entry of entries) {
    if (entry.error === undefined) continue;
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (last?.position === entry.position - 1 && last.error === entry.error) run?.push(entry);
    else runs.push([entry]);
  }
  return runs.map((run) => ({
    from: run[0]?.position ?? 0,
    count: run.length,
    documentIds: run.map(({ id }) => id),
    error: run[0]?.error as MixpeekError,
    documents: run.map(({ item }) => item as UpsertDocument),
  }));
}
