import type { ApiPromise, RequestOptions } from '../call.js';
import type {
  NamespacesCreateParams,
  NamespacesCreateStandaloneParams,
  NamespacesDeleteParams,
  NamespacesMethods,
} from '../generated/methods.js';
import type { DeleteNamespaceResponse, Namespace } from '../generated/schemas.js';
import { ValidationError } from '../errors.js';
import type { CheckArguments } from './call-endpoint.js';
import { createEndpoint } from './endpoint.js';
import type { Extension } from './extension.js';
import type { NamespaceDocumentsResource } from './namespace-documents.js';
import type { NamespaceMigrationsResource } from './namespace-migrations.js';
import type { NamespaceModelsResource } from './namespace-models.js';
import type { NamespacePluginsResource } from './namespace-plugins.js';
import { isPlainObject } from './plain-object.js';
import type { Fields } from './plain-object.js';
import { withWait } from './task-handle.js';
import type { TaskHandle } from './task-handle.js';
import { createWait } from './tasks.js';

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
  readonly migrations: NamespaceMigrationsResource;
  readonly models: NamespaceModelsResource;
  readonly plugins: NamespacePluginsResource;
}

const rows = async () => (await import('../generated/rows/namespaces.js')).namespaces;

export const namespacesExtension: Extension<Pick<NamespacesResource, 'create' | 'delete'>> = {
  methods(context) {
    const endpoints = {
      create: createEndpoint(async () => (await rows()).create),
      createStandalone: createEndpoint(async () => (await rows()).createStandalone),
      delete: createEndpoint(async () => (await rows()).delete),
    };
    const wait = createWait(context);
    return {
      create(params, options) {
        const [way, sent] = toCreateCall(params);
        return context.run(endpoints[way], sent, options) as ApiPromise<Namespace>;
      },
      delete: (...args: unknown[]) =>
        withWait(context.run(endpoints.delete, ...args) as ApiPromise<DeleteNamespaceResponse>, wait),
    };
  },
  checks: () => ({ create: requireName }),
};

const requireName: CheckArguments = (call) => {
  const { namespace_name: name } = (call.body ?? {}) as { namespace_name?: unknown };
  if (name !== undefined && name !== null) return call;
  throw new ValidationError('namespaces.create needs namespace_id or namespace_name.', {
    fieldErrors: [{ path: 'namespace_name', message: 'is required', location: 'body' }],
  });
};

/** Which of the two ways to create a namespace, and with what: the name is the id when there is none. Wrong parameters go on, to be refused there. */
function toCreateCall(params: unknown): [way: 'create' | 'createStandalone', params: unknown] {
  if (!isPlainObject(params)) return ['create', params];
  const id = params['namespace_id'] ?? undefined;
  const name = params['namespace_name'] ?? id;
  const named = name === undefined ? params : { ...params, namespace_name: name };
  if (!isStandalone(params)) return ['create', named];
  // The standalone path is keyed by id; with a name alone, the general path lets the service make the id.
  if (id === undefined) return ['create', { ...named, mode: 'standalone' }];
  return ['createStandalone', named];
}

function isStandalone({ mode, feature_extractors: extractors }: Fields): boolean {
  if (mode !== undefined && mode !== null) return mode === 'standalone';
  return extractors === undefined || extractors === null;
}
