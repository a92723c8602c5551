import type { ApiPromise, RequestOptions } from '../call.js';
import type {
  NamespacesMigrationsCreateParams,
  NamespacesMigrationsMethods,
  NamespacesMigrationsStartParams,
} from '../generated/methods.js';
import type {
  CancelMigrationResponse,
  CreateMigrationResponse,
  Migration,
  StartMigrationResponse,
} from '../generated/schemas.js';
import { mapCall } from './api-call.js';
import { createEndpoint } from './endpoint.js';
import type { Extension } from './extension.js';
import { isPlainObject } from './plain-object.js';
import type { WaitForOptions } from './wait-for.js';

/** A migration in hand: kept by its id, it can be taken up in another process with `migrations.wait(id)`. */
export interface MigrationHandle {
  readonly migration_id: string;
  /**
   * Polls the migration until it has ended, and gives it as it is then.
   * @throws {TaskFailedError} when it failed or was cancelled
   * @throws {TimeoutError} after `deadlineMs` (ten minutes unless set)
   */
  wait(options?: WaitForOptions<Migration>): Promise<Migration>;
  /** Cancels it. What is made already stays. */
  cancel(reason?: string): Promise<CancelMigrationResponse>;
}

export interface NamespaceMigrationsResource extends NamespacesMigrationsMethods {
  /**
   * Plans a migration between namespaces, and starts it with `start_immediately`.
   *
   * `POST /v1/namespaces/migrations`
   * @throws {ApiError} 404 when the source does not exist, 409 when it is to start and cannot run
   * @example
   * const migration = await mp.namespaces.migrations.create({
   *   config: { migration_type: 'copy', source_namespace_id: 'products', target_namespace_name: 'products-2' },
   *   start_immediately: true,
   * });
   * await migration.wait({ onProgress: ({ progress }) => console.error(progress.overall_progress_percent) });
   */
  create(
    params: NamespacesMigrationsCreateParams,
    options?: RequestOptions,
  ): ApiPromise<CreateMigrationResponse & MigrationHandle>;
  /**
   * Starts a migration that was planned before. It goes on in the background.
   *
   * `POST /v1/namespaces/migrations/{migration_id}/start`
   * @throws {ApiError} 409 when it runs already, or cannot run
   * @example
   * await (await mp.namespaces.migrations.start('mig_2m8d4r6t9v1b')).wait();
   */
  start(
    migrationId: string,
    params?: NamespacesMigrationsStartParams,
    options?: RequestOptions,
  ): ApiPromise<StartMigrationResponse & MigrationHandle>;
  /**
   * Polls a migration until it has ended: at once, again after 1 s, then at intervals that grow by half up to 30 s.
   *
   * A draft never ends: start it first.
   *
   * @throws {TaskFailedError} when it failed or was cancelled
   * @throws {TimeoutError} after `deadlineMs` (ten minutes unless set)
   * @example
   * const { additional_data } = await mp.namespaces.migrations.wait('mig_2m8d4r6t9v1b');
   */
  wait(migrationId: string, options?: WaitForOptions<Migration>): Promise<Migration>;
}

type Methods = Pick<NamespaceMigrationsResource, 'create' | 'start' | 'wait'>;

const rows = async () => (await import('../generated/rows/namespaces-migrations.js')).namespacesMigrations;

const STATUS: Readonly<Record<string, string>> = { completed: 'COMPLETED', failed: 'FAILED', cancelled: 'CANCELED' };

export const namespaceMigrationsExtension: Extension<Methods> = {
  methods(context) {
    const endpoints = {
      create: createEndpoint(async () => (await rows()).create),
      start: createEndpoint(async () => (await rows()).start),
      get: createEndpoint(async () => (await rows()).get),
      cancel: createEndpoint(async () => (await rows()).cancel),
    };
    const wait: NamespaceMigrationsResource['wait'] = async (id, options = {}) => {
      const { waitFor } = await import('./wait-for.js');
      return waitFor<Migration>(
        {
          id,
          look: (request) => context.run(endpoints.get, id, request) as PromiseLike<Migration>,
          toTask: ({ status, error_message: error }) => ({
            task_type: 'api_namespaces_migrations_run',
            status: STATUS[status] ?? 'IN_PROGRESS',
            error: error ?? null,
          }),
        },
        options,
        context,
      );
    };
    const cancel = async (id: string, reason?: string): Promise<CancelMigrationResponse> =>
      context.run(endpoints.cancel, id, reason === undefined ? {} : { reason }) as PromiseLike<CancelMigrationResponse>;
    /** Adds what a handle does to an answer, not enumerable, so that it still prints as it came. */
    const withHandle = (call: ApiPromise<unknown>): ApiPromise<unknown> =>
      mapCall(call, (body) => {
        if (!isPlainObject(body) || typeof body['migration_id'] !== 'string') return body;
        const id = body['migration_id'];
        return Object.defineProperties(body, {
          wait: { value: (options?: WaitForOptions<Migration>) => wait(id, options) },
          cancel: { value: (reason?: string) => cancel(id, reason) },
        });
      });
    return {
      wait,
      create: (...args) => withHandle(context.run(endpoints.create, ...args)) as ReturnType<Methods['create']>,
      start: (...args) => withHandle(context.run(endpoints.start, ...args)) as ReturnType<Methods['start']>,
    };
  },
};
