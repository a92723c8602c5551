import type { RequestOptions, WithResponse } from '../call.js';
import { ValidationError } from '../errors.js';
import type { MixpeekError } from '../errors.js';
import type { UpsertDocument, UpsertDocumentsResponse } from '../generated/schemas.js';
import type { Clock } from '../internal/clock.js';
import { readRetryAfter } from '../transport/retry-delay.js';
import type { Entry } from './bulk/batch.js';
import { startEngine } from './bulk/engine.js';
import type { BulkProgress } from './bulk/plan.js';
import { createReportStream } from './bulk/report-stream.js';
import type { ReportStream } from './bulk/report-stream.js';
import type { StartedRun } from './bulk/run.js';
import { isBulkSource } from './bulk/source.js';
import type { BulkSource } from './bulk/source.js';
import { estimateBytes } from './document-bytes.js';
import { withDocumentId } from './document-ids.js';
import { failedRuns } from './failed-batch.js';
import type { FailedBatch } from './failed-batch.js';
import { checkOptionValues } from './option-checks.js';
import { describe, isPlainObject } from './plain-object.js';
import { toWindow, upsertManyChecks } from './upsert-many-options.js';
import type {
  UpsertManyOptions,
  UpsertManyProgress,
  UpsertManyReport,
  UpsertManyResult,
} from './upsert-many-options.js';
import { judgeUpsert } from './upsert-verdict.js';

type Answer = Pick<WithResponse<UpsertDocumentsResponse>, 'data' | 'response'>;

/** What a run needs of its client. */
export interface UpsertManyContext {
  /** Sends one request, once. */
  readonly send: (documents: UpsertDocument[], options: RequestOptions) => PromiseLike<Answer>;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
}

const DEFAULT_BATCH_SIZE = 500;
const DEFAULT_BATCH_BYTES = 16 * 2 ** 20;
const DEFAULT_RETRIES = 9;

/** @throws ConfigError for a wrong option, ValidationError for a source that is none */
export function startUpsertMany(
  source: BulkSource<UpsertDocument>,
  options: UpsertManyOptions,
  context: UpsertManyContext,
): StartedRun<UpsertManyResult, UpsertManyProgress, UpsertManyReport> {
  checkSource(source);
  checkOptionValues({ ...options }, upsertManyChecks);
  const { batchSize, batchBytes, concurrency, maxRetries, resumeFrom, ...rest } = options;
  const { onBatch, onProgress, onDocument, onFailed, ...request } = rest;
  const failed: FailedBatch[] = [];
  let reports: ReportStream<UpsertManyReport> | undefined;
  const progress = (): UpsertManyProgress => toProgress(engine.progress());

  const engine = startEngine<UpsertDocument>({
    source,
    limit: { items: batchSize ?? DEFAULT_BATCH_SIZE, bytes: batchBytes ?? DEFAULT_BATCH_BYTES },
    window: toWindow(concurrency),
    mostTries: 1 + (maxRetries ?? DEFAULT_RETRIES),
    resumeFrom,
    signal: request.signal,
    clock: context.clock,
    random: context.random,
    toEntry,
    // The run must see each refusal at once, to hold back its other requests; so it repeats them itself.
    send: async (documents) => toAcknowledgement(await context.send(documents, { ...request, maxRetries: 0 })),
    judge: judgeUpsert,
    keepsFailures: onFailed !== undefined,
    async report({ entries }) {
      for (const { documents, ...batch } of failedRuns(entries)) {
        if (onFailed === undefined) failed.push(batch);
        else await onFailed({ ...batch, documents });
      }
      if (onDocument !== undefined) for (const entry of entries) onDocument(toReport(entry));
      await reports?.give(entries.map(toReport));
      onBatch?.(progress());
    },
    onStop: () => reports?.release(),
    onChange: () => onProgress?.(progress()),
  });

  function toAcknowledgement({ data, response }: Answer): { token: string | undefined; waitMs: number | undefined } {
    const seconds = readRetryAfter(response.headers, undefined, context.clock.now());
    return { token: data.write_token ?? undefined, waitMs: seconds === undefined ? undefined : seconds * 1000 };
  }

  const result = engine.done.then((writeToken) => {
    const { inserted, batches, failed: failedCount, skipped, retries } = progress();
    return { inserted, batches, failed, failedCount, skipped, retries, writeToken };
  });

  return {
    result,
    pause: engine.pause,
    resume: engine.resume,
    progress,
    resumeToken: engine.resumeToken,
    reports() {
      const stream = createReportStream<UpsertManyReport>();
      result.then(
        () => {
          stream.end();
        },
        (error: unknown) => {
          stream.end({ error });
        },
      );
      reports = stream;
      return stream;
    },
  };
}

function toEntry(document: UpsertDocument, position: number): Entry<UpsertDocument> {
  // What is no document is refused when it is sent, with its place.
  if (!isPlainObject(document)) return { position, item: document, id: undefined, bytes: 0 };
  const item = withDocumentId(document);
  const { document_id: id } = item as { document_id: unknown };
  return { position, item, id: typeof id === 'string' ? id : undefined, bytes: estimateBytes(item) };
}

function toReport({ position, id, error }: Entry<UpsertDocument>): UpsertManyReport {
  const about = { position, document_id: id };
  return error === undefined
    ? { ...about, status: 'written' }
    : { ...about, status: 'failed', error: error as MixpeekError };
}

function toProgress({ acknowledged, ...progress }: BulkProgress): UpsertManyProgress {
  return { ...progress, inserted: acknowledged };
}

function checkSource(source: unknown): void {
  if (isBulkSource(source)) return;
  throw new ValidationError(
    `upsertMany takes documents as an array, an iterable or a stream; got ${describe(source)}.`,
    {
      hint: 'Each item is a document: { document_id, vectors, payload }.',
      fieldErrors: [{ path: 'documents', message: 'must be iterable' }],
    },
  );
}
