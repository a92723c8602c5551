import type { RequestOptions, ResumeToken } from '../call.js';
import type { MixpeekError } from '../errors.js';
import { MAX_DOCUMENTS } from './check-documents.js';
import type { WindowBounds } from './bulk/window.js';
import type { FailedBatch, FailedDocuments } from './failed-batch.js';
import { aFunction, anObject, between } from './option-checks.js';
import type { OptionCheck, OptionChecks } from './option-checks.js';
import { isPlainObject } from './plain-object.js';
import { requestOptionChecks } from './request-options.js';

/** Options of `upsertMany`; those of a call hold for each of its requests. */
export interface UpsertManyOptions extends Omit<RequestOptions, 'onProgress'> {
  /** Documents in a request at most, 1 to 1,000. Default 500. Falls when the service names a smaller limit. */
  batchSize?: number | undefined;
  /** Bytes of a request at most, as estimated. Default 16 MiB. A larger document is sent alone. Falls when the service answers 413. */
  batchBytes?: number | undefined;
  /**
   * Requests under way at once, 1 to 256. A number fixes it. By default it is found: as many as bring throughput, from 1 to
   * 32, fewer when the service is in trouble. `{ min, max }` bounds that.
   */
  concurrency?: number | { readonly min?: number; readonly max?: number } | undefined;
  /** How often a batch is sent again at most, with growing waits between. Default 9. A single request is never repeated by itself. */
  maxRetries?: number | undefined;
  /** The `resumeToken()` of an earlier run over the same source: what it had done is skipped. */
  resumeFrom?: ResumeToken | undefined;
  /** Called after each batch, in the order of the source. */
  onBatch?: ((progress: UpsertManyProgress) => void) | undefined;
  /** Called whenever something has happened: a batch was read, sent, acknowledged, failed, or is to be sent again. */
  onProgress?: ((progress: UpsertManyProgress) => void) | undefined;
  /** Called with what became of each document, in the order of the source. */
  onDocument?: ((report: UpsertManyReport) => void) | undefined;
  /**
   * Takes over the documents that failed, in the order of the source; awaited. The result then lists none, and a resume
   * token counts them as done. What it throws ends the run.
   */
  onFailed?: ((failed: FailedDocuments) => void | Promise<void>) | undefined;
}

/** How far a run is. */
export interface UpsertManyProgress {
  /** Documents taken from the source. */
  readonly read: number;
  /** Documents acknowledged by the service. */
  readonly inserted: number;
  /** Documents that were given up. */
  readonly failed: number;
  /** Documents that an earlier run had done. */
  readonly skipped: number;
  /** Of the acknowledged documents, as estimated before they were encoded. */
  readonly bytes: number;
  /** Batches that were reported. */
  readonly batches: number;
  /** Requests under way. */
  readonly inFlight: number;
  /** Requests that may be under way now. */
  readonly window: number;
  /** Acknowledged documents per second, over the last five seconds. */
  readonly rate: number;
  /** Requests that were sent again. */
  readonly retries: number;
  /** Nothing starts: `pause` was called, or the service asked to wait. */
  readonly paused: boolean;
}

/** What became of a document. */
export type UpsertManyReport = {
  /** In the source, counted from 0. */
  readonly position: number;
  /** Made by the client when the document had none; `undefined` when it was not a string. */
  readonly document_id: string | undefined;
} & ({ readonly status: 'written' } | { readonly status: 'failed'; readonly error: MixpeekError });

/** What `upsertMany` did. */
export interface UpsertManyResult {
  /** Documents acknowledged by the service. */
  readonly inserted: number;
  /** Batches that the source gave, failed ones included. */
  readonly batches: number;
  /** In the order of the source; empty when `onFailed` took them over. */
  readonly failed: readonly FailedBatch[];
  /** Documents that failed, whoever has them. */
  readonly failedCount: number;
  /** Documents that an earlier run had done. */
  readonly skipped: number;
  /** Requests that were sent again. */
  readonly retries: number;
  /** A read with it sees every document of the run that was acknowledged. `undefined` when the service gave none. */
  readonly writeToken: string | undefined;
}

export const MOST_CONCURRENT = 256;
const DEFAULT_WINDOW: WindowBounds = { min: 1, max: 32 };

export function toWindow(concurrency: UpsertManyOptions['concurrency']): WindowBounds {
  if (typeof concurrency === 'number') return { min: concurrency, max: concurrency };
  const { min = DEFAULT_WINDOW.min, max = Math.max(min, DEFAULT_WINDOW.max) } = concurrency ?? {};
  return { min, max };
}

const isCount = between(1, MOST_CONCURRENT);

const concurrency: OptionCheck = {
  allowed: `${isCount.allowed}, or { min, max } of such`,
  accepts: (value) => {
    if (!isPlainObject(value)) return isCount.accepts(value);
    const { min = 1, max = MOST_CONCURRENT, ...others } = value;
    const areCounts = isCount.accepts(min) && isCount.accepts(max) && Object.keys(others).length === 0;
    return areCounts && (min as number) <= (max as number);
  },
};

export const upsertManyChecks: OptionChecks<UpsertManyOptions> = {
  ...requestOptionChecks,
  batchSize: between(1, MAX_DOCUMENTS),
  batchBytes: between(1, Number.MAX_SAFE_INTEGER),
  concurrency,
  resumeFrom: anObject,
  onBatch: aFunction,
  onDocument: aFunction,
  onFailed: aFunction,
};
