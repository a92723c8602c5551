import type { ApiPromise, NdjsonLines, RequestOptions } from '../call.js';
import type { NamespacesDocumentsMethods, NamespacesDocumentsUpsertParams } from '../generated/methods.js';
import type { BulkImportResponse, UpsertDocument, UpsertDocumentsResponse } from '../generated/schemas.js';
import { lazy } from '../internal/lazy.js';
import { namedNamespace } from './arguments.js';
import type { CheckArguments } from './call-endpoint.js';
import { createEndpoint } from './endpoint.js';
import type { Extension } from './extension.js';
import { withWait } from './task-handle.js';
import type { TaskHandle } from './task-handle.js';
import { createWait } from './tasks.js';
import type { BulkSource } from './bulk/source.js';
import { runUpsertMany } from './upsert-many-run.js';
import type { UpsertManyRun } from './upsert-many-run.js';
import type { UpsertManyOptions } from './upsert-many-options.js';

export interface NamespaceDocumentsResource extends NamespacesDocumentsMethods {
  /**
   * Writes documents with your own vectors. A document whose id exists is replaced as a whole.
   *
   * Up to 1,000 documents, each with `vectors` (index name -> `number[]` or `Float32Array`) and a `payload`. An index name that
   * is new is created with the cosine metric. All of the batch is written, or nothing. Checked before it is sent: vector
   * lengths against what this client knows of the namespace, NaN and infinite numbers, repeated ids. Numbers are sent
   * with the precision of a float32. The answer's write token is remembered, so that this client's next reads see the documents.
   *
   * `POST /v1/namespaces/{namespace_id}/documents/upsert`
   * @throws {ValidationError} before anything is sent, naming every wrong place: `documents[3].vectors.text_8`
   * @throws {ApiError} 400 for a wrong vector length, 404 for an unknown namespace
   * @example
   * await mp.namespaces.documents.upsert({
   *   documents: [{ document_id: 'doc-1', vectors: { text_8: vector }, payload: { body: 'hello' } }],
   * });
   */
  upsert(params: NamespacesDocumentsUpsertParams, options?: RequestOptions): ApiPromise<UpsertDocumentsResponse>;
  /**
   * The older name of `upsert`.
   *
   * `POST /v1/namespaces/{namespace_id}/documents/direct`
   * @deprecated Use `upsert`.
   */
  direct(params: NamespacesDocumentsUpsertParams, options?: RequestOptions): ApiPromise<UpsertDocumentsResponse>;
  /**
   * Upserts any number of documents, in batches, several at a time. What fails is reported, not thrown: documents that a
   * refusal names are listed and the rest of their batch is written; a batch that met trouble is sent again up to
   * `maxRetries` times.
   *
   * The source is read as it is sent: memory holds what the requests under way need, and what they leave behind is given
   * to the next ones. How many are under way is found from latency and refusals. A `Retry-After` or a used-up rate limit
   * holds all of them back; a 413 makes requests smaller for the rest of the run.
   *
   * Documents with the same id are written in the order of the source. A document without an id gets one when it is read:
   * give ids of your own to resume a run without writing a document twice.
   *
   * The last batch is sent when all others are acknowledged, so that its write token covers the run: afterwards, reads of
   * this client see every document that was written.
   *
   * @returns a run. Awaited: what was written and what was not; `failed` is empty when everything was written. Iterated:
   *   what became of each document, in order. It can be paused, watched, and resumed by another run.
   * @throws {AbortError} when the signal fires, also while the source keeps it waiting; `error.bulk` says what was acknowledged
   * @throws {ConfigError} when nothing can be sent: no key, no namespace, a wrong option. What the source throws is thrown,
   *   too, when everything before it was sent.
   * @example
   * const { inserted, failed } = await mp.namespaces.documents.upsertMany(readDocuments());
   * @example
   * const run = mp.namespaces.documents.upsertMany(readDocuments(), { resumeFrom: saved, onFailed: (failed) => keep(failed) });
   * for await (const { document_id, status } of run) console.log(document_id, status);
   */
  upsertMany(documents: BulkSource<UpsertDocument>, options?: UpsertManyOptions): UpsertManyRun;
  /**
   * Streams documents as NDJSON, without a limit on their number; the service indexes them in the background.
   *
   * Lines that are refused are listed in `outputs` of the task, which then ends as `COMPLETED_WITH_ERRORS`. A source that can
   * be read only once is not sent again after a failure.
   *
   * `POST /v1/namespaces/{namespace_id}/bulk-import`
   * @example
   * const task = await (await mp.namespaces.documents.bulkImport(documents)).wait();
   */
  bulkImport(lines: NdjsonLines<UpsertDocument>, options?: RequestOptions): ApiPromise<BulkImportResponse & TaskHandle>;
}

const rows = async () => (await import('../generated/rows/namespaces-documents.js')).namespacesDocuments;

export const namespaceDocumentsExtension: Extension<Pick<NamespaceDocumentsResource, 'upsertMany' | 'bulkImport'>> = {
  methods(context) {
    const upsert = createEndpoint(async () => (await rows()).upsert);
    const bulkImport = createEndpoint(async () => (await rows()).bulkImport);
    const wait = createWait(context);
    return {
      upsertMany: (documents, options = {}) =>
        runUpsertMany(documents, options, {
          clock: context.clock,
          random: context.random,
          send: (batch, request) => {
            const call = context.run(upsert, { documents: batch }, request);
            return (call as ApiPromise<UpsertDocumentsResponse>).withResponse();
          },
        }),
      bulkImport: (lines, options) =>
        withWait(context.run(bulkImport, lines, options) as ApiPromise<BulkImportResponse>, wait),
    };
  },
  checks({ knownConfigs, namespace }) {
    const loadCheck = lazy(() => import('./check-upsert-call.js'));
    const check: CheckArguments = async (call) => {
      const target = namedNamespace(call) ?? namespace;
      const { checkUpsertCall } = await loadCheck();
      return checkUpsertCall(call, target === undefined ? [] : knownConfigs.get(target));
    };
    return { upsert: check, direct: check };
  },
};
