import type { RequestOptions } from '../call.js';
import { ValidationError } from '../errors.js';
import type { UpsertDocument, UpsertDocumentsResponse } from '../generated/schemas.js';
import { inBatches } from '../internal/batches.js';
import { forEachConcurrently } from '../internal/concurrency.js';
import { abortableSource } from './abortable-source.js';
import { MAX_DOCUMENTS } from './check-documents.js';
import { aFunction, between, checkOptionValues } from './option-checks.js';
import type { OptionChecks } from './option-checks.js';
import { describe } from './plain-object.js';
import { requestOptionChecks } from './request-options.js';
import { writeBatch } from './write-batch.js';
import type { FailedBatch } from './write-batch.js';

/** Options of `upsertMany`; those of a call hold for each of its requests. */
export interface UpsertManyOptions extends RequestOptions {
  /** Documents in a request, 1 to 1,000. Default 500. */
  batchSize?: number | undefined;
  /** Requests under way at once. Default 4. */
  concurrency?: number | undefined;
  /** Called after each batch with the counts so far. */
  onBatch?: ((progress: { inserted: number; failed: number }) => void) | undefined;
}

/** What `upsertMany` did. */
export interface UpsertManyResult {
  /** Documents acknowledged by the service. */
  readonly inserted: number;
  /** Batches that the source gave, failed ones included. */
  readonly batches: number;
  /** In the order of the source. */
  readonly failed: readonly FailedBatch[];
}

/** Sends one batch. */
export type Send = (documents: UpsertDocument[], options: RequestOptions) => PromiseLike<UpsertDocumentsResponse>;

const CHECKS: OptionChecks<UpsertManyOptions> = {
  ...requestOptionChecks,
  batchSize: between(1, MAX_DOCUMENTS),
  concurrency: between(1, 256),
  onBatch: aFunction,
};

/** The one loop of bulk writing. What no batch could escape is thrown; a batch that fails is part of the result. */
export async function upsertMany(
  source: Iterable<UpsertDocument> | AsyncIterable<UpsertDocument>,
  options: UpsertManyOptions,
  send: Send,
): Promise<UpsertManyResult> {
  checkSource(source);
  checkOptionValues({ ...options }, CHECKS);
  const { batchSize = 500, concurrency = 4, onBatch, ...request } = options;
  const failed: FailedBatch[] = [];
  let inserted = 0;
  let batches = 0;
  const documents = abortableSource(source, request.signal);
  await forEachConcurrently(inBatches(documents, batchSize), concurrency, async (batch, index) => {
    const result = await writeBatch(batch, index * batchSize, (rest) => send(rest, request));
    inserted += result.inserted;
    batches += 1;
    failed.push(...result.failed);
    onBatch?.({ inserted, failed: failed.reduce((sum, each) => sum + each.count, 0) });
  });
  return { inserted, batches, failed: failed.sort((a, b) => a.from - b.from) };
}

function checkSource(source: unknown): void {
  const isIterable =
    typeof source === 'object' && source !== null && (Symbol.asyncIterator in source || Symbol.iterator in source);
  if (isIterable) return;
  throw new ValidationError(
    `upsertMany takes documents as an array, an iterable or a stream; got ${describe(source)}.`,
    {
      hint: 'Each item is a document: { document_id, vectors, payload }.',
      fieldErrors: [{ path: 'documents', message: 'must be iterable' }],
    },
  );
}
