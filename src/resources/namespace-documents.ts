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
import type { Send, UpsertManyOptions, UpsertManyResult } from './upsert-many.js';

export interface NamespaceDocumentsResource extends Omit<
  NamespacesDocumentsMethods,
  'upsert' | 'direct' | 'bulkImport'
> {
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
   * Upserts any number of documents, in batches, several at a time. What fails is reported, not thrown: documents
   * that a refusal names are listed and the rest of their batch is written.
   *
   * The source is read as it is sent. Batches may be written in another order than they were read, so an id should occur
   * once in the source.
   *
   * @returns what was written and what was not; `failed` is empty when everything was written.
   * @throws {AbortError} when the signal fires, also while the source keeps it waiting
   * @throws {ConfigError} when nothing can be sent: no key, no namespace, a wrong option. What the source throws is thrown, too.
   * @example
   * const { inserted, failed } = await mp.namespaces.documents.upsertMany(readDocuments());
   */
  upsertMany(
    documents: Iterable<UpsertDocument> | AsyncIterable<UpsertDocument>,
    options?: UpsertManyOptions,
  ): Promise<UpsertManyResult>;
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
      async upsertMany(documents, options = {}) {
        const { upsertMany } = await import('./upsert-many.js');
        const send: Send = (batch, request) =>
          context.run(upsert, { documents: batch }, request) as ApiPromise<UpsertDocumentsResponse>;
        return upsertMany(documents, options, send);
      },
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
