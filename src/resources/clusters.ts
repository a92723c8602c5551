import type { ApiPromise, RequestOptions } from '../call.js';
import type { ClustersExecuteParams, ClustersMethods } from '../generated/methods.js';
import type {
  CancelClusterExecutionResponse,
  ClusterExecution,
  ListClusterGroupsResponse,
  Task,
} from '../generated/schemas.js';
import { mapCall } from './api-call.js';
import { createEndpoint } from './endpoint.js';
import type { Extension } from './extension.js';
import { isPlainObject } from './plain-object.js';
import type { WaitForOptions } from './wait-for.js';

/** A run of a cluster in hand. Kept by its ids, it can be taken up in another process with `clusters.run`. */
export interface ClusterRun {
  readonly cluster_id: string;
  readonly run_id: string;
  /**
   * Polls the run until it has ended, and gives it with its groups and how good they are.
   * @throws {TaskFailedError} when it failed or was canceled
   * @throws {TimeoutError} after `deadlineMs` (ten minutes unless set)
   */
  wait(options?: WaitForOptions<ClusterExecution>): Promise<ClusterExecution>;
  /** How it stands now. */
  progress(options?: RequestOptions): Promise<ClusterExecution>;
  /**
   * Cancels it.
   * @throws {ApiError} 409 when it has ended
   */
  cancel(options?: RequestOptions): Promise<CancelClusterExecutionResponse>;
  /** The groups of the latest completed run of its cluster, with their documents. */
  groups(options?: RequestOptions): Promise<ListClusterGroupsResponse>;
}

export interface ClustersResource extends ClustersMethods {
  /**
   * Runs a cluster. It goes on in the background; a cluster runs once at a time.
   *
   * `POST /v1/clusters/{cluster_id}/execute`
   * @returns the task, and the run in hand
   * @throws {ApiError} 409 while another run is under way
   * @example
   * const run = await mp.clusters.execute('topics');
   * const { num_clusters, metrics } = await run.wait({ onProgress: ({ status }) => console.error(status) });
   * const { groups } = await run.groups();
   */
  execute(clusterId: string, params?: ClustersExecuteParams, options?: RequestOptions): ApiPromise<Task & ClusterRun>;
  /**
   * Takes up a run by its ids, such as one that another process started. Sends nothing by itself.
   *
   * @example
   * const { centroids } = await mp.clusters.run('topics', 'run_2x9m5k8w3r7c').wait();
   */
  run(clusterId: string, runId: string): ClusterRun;
}

type Methods = Pick<ClustersResource, 'execute' | 'run'>;

const rows = async () => (await import('../generated/rows/clusters.js')).clusters;
const runRows = async () => (await import('../generated/rows/clusters-executions.js')).clustersExecutions;
const groupRows = async () => (await import('../generated/rows/clusters-groups.js')).clustersGroups;

const STATUS: Readonly<Record<string, string>> = { completed: 'COMPLETED', failed: 'FAILED' };

export const clustersExtension: Extension<Methods> = {
  methods(context) {
    const endpoints = {
      execute: createEndpoint(async () => (await rows()).execute),
      get: createEndpoint(async () => (await runRows()).get),
      cancel: createEndpoint(async () => (await runRows()).cancel),
      groups: createEndpoint(async () => (await groupRows()).list),
    };
    const run = (clusterId: string, runId: string): ClusterRun => {
      const progress = async (options?: RequestOptions): Promise<ClusterExecution> =>
        context.run(endpoints.get, clusterId, runId, {}, options) as PromiseLike<ClusterExecution>;
      return {
        cluster_id: clusterId,
        run_id: runId,
        progress,
        async wait(options = {}) {
          const { waitFor } = await import('./wait-for.js');
          return waitFor<ClusterExecution>(
            {
              id: runId,
              look: progress,
              toTask: ({ status, error_message: error }) => ({
                task_type: 'engine_cluster_build',
                status: STATUS[status] ?? 'IN_PROGRESS',
                error: error ?? null,
              }),
            },
            options,
            context,
          );
        },
        cancel: async (options) =>
          context.run(endpoints.cancel, clusterId, runId, {}, options) as PromiseLike<CancelClusterExecutionResponse>,
        groups: async (options) =>
          context.run(endpoints.groups, clusterId, {}, options) as PromiseLike<ListClusterGroupsResponse>,
      };
    };
    /** Adds the run to the answer, not enumerable, so that it still prints as it came. */
    const withRun = (call: ApiPromise<unknown>): ApiPromise<unknown> =>
      mapCall(call, (body) => {
        const facts = isPlainObject(body) ? body['additional_data'] : undefined;
        if (!isPlainObject(facts)) return body;
        const { cluster_id: clusterId, run_id: runId } = facts;
        if (typeof clusterId !== 'string' || typeof runId !== 'string') return body;
        const parts = Object.entries(run(clusterId, runId)).map(([name, value]) => [name, { value: value as unknown }]);
        return Object.defineProperties(body, Object.fromEntries(parts) as PropertyDescriptorMap);
      });
    return {
      run,
      execute: (...args) => withRun(context.run(endpoints.execute, ...args)) as ReturnType<Methods['execute']>,
    };
  },
};
