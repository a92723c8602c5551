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
import { isPlainObject } from './plain-object.js';
import type { Fields } from './plain-object.js';
import { withWait } from './task-handle.js';
import type { TaskHandle, Wait } from './task-handle.js';

/** Parameters of either way to create a namespace; the mode decides which one is used. */
export type CreateNamespaceParams =
  NamespacesCreateParams | (NamespacesCreateStandaloneParams & { mode?: 'standalone'; feature_extractors?: never });

export interface NamespacesResource extends NamespacesMethods {
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
   * Deletes a namespace with everything in it. It goes on in the background.
   *
   * `DELETE /v1/namespaces/{namespace_id}`
   * @throws {ValidationError} when the id is given, but undefined
   * @throws {ApiError} 404 when there is no such namespace
   * @example
   * await (await mp.namespaces.delete('my-vectors')).wait();
   */
  delete(
    namespaceId: string,
    params?: NamespacesDeleteParams,
    options?: RequestOptions,
  ): ApiPromise<DeleteNamespaceResponse & TaskHandle>;
  /**
   * Deletes the client's namespace, or the one in `params`, with everything in it. It goes on in the background.
   *
   * `DELETE /v1/namespaces/{namespace_id}`
   * @throws {ApiError} 404 when there is no such namespace
   * @example
   * await (await mp.namespaces.delete()).wait();
   */
  delete(params?: NamespacesDeleteParams, options?: RequestOptions): ApiPromise<DeleteNamespaceResponse & TaskHandle>;
  readonly documents: NamespaceDocumentsResource;
  readonly models: NamespaceModelsResource;
}

/** The hand-written methods of `namespaces`, over its rows. */
export function namespacesSugar(invoke: Invoke, wait: Wait): Pick<NamespacesResource, 'create' | 'delete'> {
  return {
    create: (params, options) => invoke(...toCreateCall(params), options) as ApiPromise<Namespace>,
    delete: (...args: unknown[]) =>
      withWait(invoke('namespaces.delete', ...args) as ApiPromise<DeleteNamespaceResponse>, wait),
  };
}

/** Which of the two ways to create a namespace, and with what: the name is the id when there is none. Wrong parameters go on, to be refused there. */
function toCreateCall(params: unknown): [operation: string, params: unknown] {
  if (!isPlainObject(params)) return ['namespaces.create', params];
  const id = params['namespace_id'] ?? undefined;
  const name = params['namespace_name'] ?? id;
  const named = name === undefined ? params : { ...params, namespace_name: name };
  if (!isStandalone(params)) return ['namespaces.create', named];
  // The standalone path is keyed by id; with a name alone, the general path lets the service make the id.
  if (id === undefined) return ['namespaces.create', { ...named, mode: 'standalone' }];
  return ['namespaces.createStandalone', named];
}

function isStandalone({ mode, feature_extractors: extractors }: Fields): boolean {
  if (mode !== undefined && mode !== null) return mode === 'standalone';
  return extractors === undefined || extractors === null;
}
