import type { ApiPromise, RequestOptions } from '../call.js';
import { lazy } from '../internal/lazy.js';
import type { HttpMethod } from '../operation.js';
import type { Transport } from '../transport/transport.js';
import { ApiCall } from './api-call.js';
import type { RawRequestParams } from './raw-request-params.js';
import type { SendRaw } from './send-raw.js';

export type { RawRequestParams } from './raw-request-params.js';

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
