import type { ApiPromise, RequestOptions } from '../call.js';
import { lazy } from '../internal/lazy.js';
import type { HttpMethod, Operation } from '../operation.js';
import type { Transport } from '../transport/transport.js';
import { ApiCall } from './api-call.js';
import type { SendRaw } from './send-raw.js';

/** What a request without a method of its own carries. */
export interface RawRequestParams {
  /** Query parameters. A list becomes a repeated one. */
  query?: Readonly<Record<string, unknown>> | undefined;
  /** Sent as JSON. */
  body?: unknown;
  /** How safe a repetition is: whether it may be repeated after a failure that leaves its effect unknown. Default: by method, as HTTP has it. */
  retry?: Operation['retry'] | undefined;
}

/**
 * Sends a request that has no method here. A namespace in the options is sent as `X-Namespace`; the client's is not.
 *
 * @throws {ValidationError} for a path that would leave the API
 * @example
 * const task = await mp.request('GET', '/v1/tasks/tsk_1');
 */
export type RawRequest = (
  method: HttpMethod,
  path: string,
  params?: RawRequestParams,
  options?: RequestOptions,
) => ApiPromise<unknown>;

/** What the request needs is loaded with the first one. */
export function createRawRequest(transport: Transport): RawRequest {
  const load = lazy(async () => (await import('./send-raw.js')).createSendRaw(transport));
  const run = async (...request: Parameters<SendRaw>) => (await load())(...request);
  return (method, path, params = {}, options = {}) => new ApiCall(run(method, path, params, options));
}
