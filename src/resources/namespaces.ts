import type { ApiPromise, RequestOptions } from '../call.js';
import type {
  NamespacesCreateParams,
  NamespacesCreateStandaloneParams,
  NamespacesDeleteParams,
  NamespacesMethods,
} from '../generated/methods.js';
import type { DeleteNamespaceResponse, Namespace } from '../generated/schemas.js';
import type { NamespaceDocumentsResource } from './namespace-documents.js';
import type { NamespaceModelsResource } from './namespace-models.js';
import type { Invoke } from './invoke.js';
import { withWait } from './task-handle.js';
import type { TaskHandle, Wait } from './task-handle.js';

/** Parameters of either way to create a namespace; the mode decides which one is used. */
export type CreateNamespaceParams =
  NamespacesCreateParams | (NamespacesCreateStandaloneParams & { mode?: 'standalone'; feature_extractors?: never });

export interface NamespacesResource extends Omit<NamespacesMethods, 'create' | 'delete' | 'documents' | 'models'> {
  /**
   * Creates a namespace: one that holds your own vectors (`mode: 'standalone'`), or one whose extractors make them (`managed`).
   *
   * Without `mode`, `feature_extractors` means managed, anything else standalone. A standalone namespace needs only
   * `namespace_id`; its vector indexes are those of `vector_configs`, and any name that an upsert brings.
   *
   * `POST /v1/namespaces/standalone` or `POST /v1/namespaces`
   * @throws {ApiError} 409 when the id or name is taken, 422 when a field is wrong
   * @example
   * await mp.namespaces.create({
   *   namespace_id: 'my-vectors',
   *   mode: 'standalone',
   *   vector_configs: [{ name: 'text_8', dimension: 8, metric: 'cosine' }],
   * });
   */
  create(params: CreateNamespaceParams, options?: RequestOptions): ApiPromise<Namespace>;
  /**
   * Deletes a namespace with everything in it. It goes on in the background: `await (await mp.namespaces.delete(id)).wait()`.
   *
   * `DELETE /v1/namespaces/{namespace_id}`
   * @throws {ApiError} 404
   */
  delete(
    namespaceId: string,
    params?: NamespacesDeleteParams,
    options?: RequestOptions,
  ): ApiPromise<DeleteNamespaceResponse & TaskHandle>;
  delete(params?: NamespacesDeleteParams, options?: RequestOptions): ApiPromise<DeleteNamespaceResponse & TaskHandle>;
  readonly documents: NamespaceDocumentsResource;
  readonly models: NamespaceModelsResource;
}

/** The hand-written methods of `namespaces`, over its rows. */
export function namespacesSugar(invoke: Invoke, wait: Wait): Pick<NamespacesResource, 'create' | 'delete'> {
  return {
    create(params, options) {
      const given = params as Readonly<Record<string, unknown>>;
      if (!isStandalone(given)) return invoke('namespaces.create', params, options) as ApiPromise<Namespace>;
      const { namespace_id: id, namespace_name: name } = given;
      // The standalone path is keyed by id; with a name alone, the general path lets the service make the id.
      if (id === undefined)
        return invoke('namespaces.create', { ...given, mode: 'standalone' }, options) as ApiPromise<Namespace>;
      return invoke(
        'namespaces.createStandalone',
        { ...given, namespace_name: name ?? id },
        options,
      ) as ApiPromise<Namespace>;
    },
    delete: (...args: unknown[]) =>
      withWait(invoke('namespaces.delete', ...args) as ApiPromise<DeleteNamespaceResponse>, wait),
  };
}

function isStandalone({
  mode,
  feature_extractors: extractors,
  vector_configs: vectors,
}: Readonly<Record<string, unknown>>): boolean {
  if (mode !== undefined && mode !== null) return mode === 'standalone';
  return vectors !== undefined || extractors === undefined;
}
