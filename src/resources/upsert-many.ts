import type { RequestOptions } from '../call.js';
import { AbortError, ConfigError, isMixpeekError } from '../errors.js';
import type { MixpeekError } from '../errors.js';
import type { UpsertDocument, UpsertDocumentsResponse } from '../generated/schemas.js';
import { inBatches } from '../internal/batches.js';
import { forEachConcurrently } from '../internal/concurrency.js';
import { MAX_DOCUMENTS } from './check-documents.js';

export interface UpsertManyOptions extends RequestOptions {
  /** Documents in a request, 1 to 1,000. Default 500. */
  batchSize?: number;
  /** Requests under way at once. Default 4. */
  concurrency?: number;
  /** Called after each batch with the counts so far. */
  onBatch?: (progress: { inserted: number; failed: number }) => void;
}

/** A batch that was not written. */
export interface FailedBatch {
  /** Position of its first document in the source, from 0. */
  readonly from: number;
  readonly count: number;
  /** Ids where the documents have them, in order. */
  readonly documentIds: readonly (string | undefined)[];
  readonly error: MixpeekError;
}

export interface UpsertManyResult {
  /** Documents acknowledged by the service. */
  readonly inserted: number;
  readonly batches: number;
  readonly failed: readonly FailedBatch[];
}

type Send = (documents: UpsertDocument[], options: RequestOptions) => PromiseLike<UpsertDocumentsResponse>;

/** The one loop of bulk writing. Only an abort and a failing source are thrown; a refused batch is part of the result. */
export async function upsertMany(
  source: Iterable<UpsertDocument> | AsyncIterable<UpsertDocument>,
  options: UpsertManyOptions,
  send: Send,
): Promise<UpsertManyResult> {
  const { batchSize = 500, concurrency = 4, onBatch, ...request } = options;
  checkRange('batchSize', batchSize, MAX_DOCUMENTS);
  checkRange('concurrency', concurrency, 256);
  const failed: FailedBatch[] = [];
  let inserted = 0;
  let batches = 0;
  await forEachConcurrently(inBatches(source, batchSize), concurrency, async (documents, index) => {
    batches += 1;
    try {
      inserted += (await send(documents, request)).inserted;
    } catch (error) {
      if (error instanceof AbortError || !isMixpeekError(error)) throw error;
      failed.push({
        from: index * batchSize,
        count: documents.length,
        documentIds: documents.map((each) => each.document_id),
        error,
      });
    }
    onBatch?.({ inserted, failed: failed.reduce((sum, batch) => sum + batch.count, 0) });
  });
  return { inserted, batches, failed: failed.sort((a, b) => a.from - b.from) };
}

function checkRange(option: string, value: number, max: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= max) return;
  throw new ConfigError(`${option} is ${String(value)}; it must be a whole number from 1 to ${max}.`, { option });
}
