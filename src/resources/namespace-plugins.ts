import type { ApiPromise, RequestOptions } from '../call.js';
import type {
  NamespacesPluginsDeployParams,
  NamespacesPluginsMethods,
  NamespacesPluginsUploadParams,
} from '../generated/methods.js';
import type { PluginDeployResponse, PluginStatusResponse, PluginUploadResponse } from '../generated/schemas.js';
import { mapCall } from './api-call.js';
import { createEndpoint } from './endpoint.js';
import type { Extension, ResourceContext } from './extension.js';
import { isPlainObject } from './plain-object.js';
import type { WaitForOptions } from './wait-for.js';

/** An answer that began a deployment. */
export interface DeploymentHandle {
  /**
   * Polls the plugin's status until it runs.
   * @throws {TaskFailedError} when it cannot be deployed
   * @throws {TimeoutError} after `deadlineMs` (ten minutes unless set)
   */
  wait(options?: WaitForOptions<PluginStatusResponse>): Promise<PluginStatusResponse>;
}

export interface NamespacePluginsResource extends NamespacesPluginsMethods {
  /**
   * Uploads a plugin, a `.tar.gz` with `manifest.py` and `pipeline.py`, and starts to deploy it. Enterprise tier.
   *
   * `file` is a path (Node), bytes, a Blob or File, a stream, or `{ open, filename, size }`; it is read as it is sent. A plugin whose code is
   * not in order is kept, but never deployed: look at `success` and `validation_errors`.
   *
   * `POST /v1/namespaces/{namespace_id}/plugins`
   * @throws {ValidationError} before anything is sent
   * @throws {ApiError} 403 below the enterprise tier, 409 when name and version exist
   * @example
   * const plugin = await mp.namespaces.plugins.upload({ file: './shoe_colors.tar.gz', name: 'shoe_colors', version: '1.0.0' });
   * if (plugin.success) await plugin.wait();
   */
  upload(
    params: NamespacesPluginsUploadParams,
    options?: RequestOptions,
  ): ApiPromise<PluginUploadResponse & DeploymentHandle>;
  /**
   * Deploys a plugin that was uploaded or stopped before. It goes on in the background.
   *
   * `POST /v1/namespaces/{namespace_id}/plugins/{plugin_id}/deploy`
   * @throws {ApiError} 404 when there is no such plugin, 409 when its validation failed
   * @example
   * await (await mp.namespaces.plugins.deploy('plg_7k4q2w9x3m1p')).wait();
   */
  deploy(
    pluginId: string,
    params?: NamespacesPluginsDeployParams,
    options?: RequestOptions,
  ): ApiPromise<PluginDeployResponse & DeploymentHandle>;
  /**
   * Polls the status of a plugin until it runs: for a deployment that began elsewhere.
   *
   * @throws {TaskFailedError} when it cannot be deployed, or is stopped
   * @throws {TimeoutError} after `deadlineMs` (ten minutes unless set)
   * @example
   * await mp.namespaces.plugins.wait('plg_7k4q2w9x3m1p');
   */
  wait(pluginId: string, options?: WaitForOptions<PluginStatusResponse>): Promise<PluginStatusResponse>;
}

type Methods = Pick<NamespacePluginsResource, 'upload' | 'deploy' | 'wait'>;

const rows = async () => (await import('../generated/rows/namespaces-plugins.js')).namespacesPlugins;

const STATUS: Readonly<Record<string, string>> = { deployed: 'COMPLETED', failed: 'FAILED', not_deployed: 'CANCELED' };

export const namespacePluginsExtension: Extension<Methods> = {
  methods(context) {
    const upload = createEndpoint(async () => (await rows()).upload);
    const deploy = createEndpoint(async () => (await rows()).deploy);
    const status = createEndpoint(async () => (await rows()).status);
    const wait: NamespacePluginsResource['wait'] = async (id, options = {}) => {
      const { waitFor } = await import('./wait-for.js');
      return waitFor<PluginStatusResponse>(
        {
          id,
          look: (request) => context.run(status, id, {}, request) as PromiseLike<PluginStatusResponse>,
          toTask: (plugin) => ({
            task_type: 'plugin_custom',
            status: STATUS[plugin.status] ?? 'PROCESSING',
            error: plugin.error ?? null,
          }),
        },
        options,
        context,
      );
    };
    return {
      wait,
      upload: (...args) => withDeployment(context, upload, { args, wait }) as ReturnType<Methods['upload']>,
      deploy: (...args) => withDeployment(context, deploy, { args, wait }) as ReturnType<Methods['deploy']>,
    };
  },
  checks: () => ({
    async upload(call) {
      const { checkPluginUpload } = await import('./plugin-upload.js');
      return { ...call, body: await checkPluginUpload((call.body ?? {}) as Record<string, unknown>) };
    },
  }),
};

/** Adds `wait()` to the answer, not enumerable, so that it still prints as it came. */
function withDeployment(
  context: ResourceContext,
  endpoint: Parameters<ResourceContext['run']>[0],
  { args, wait }: { args: readonly unknown[]; wait: NamespacePluginsResource['wait'] },
): ApiPromise<unknown> {
  const named = args.find((arg) => isPlainObject(arg) && typeof arg['namespace_id'] === 'string');
  const namespace = isPlainObject(named) ? String(named['namespace_id']) : undefined;
  return mapCall(context.run(endpoint, ...args), (body) => {
    if (!isPlainObject(body) || typeof body['plugin_id'] !== 'string') return body;
    const id = body['plugin_id'];
    const start = (options: WaitForOptions<PluginStatusResponse> = {}) =>
      wait(id, { ...(namespace === undefined ? {} : { namespace }), ...options });
    return Object.defineProperty(body, 'wait', { value: start });
  });
}
