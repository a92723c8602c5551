import type { ApiPromise, RequestOptions } from '../call.js';
import { ValidationError } from '../errors.js';
import type { HttpMethod, Operation } from '../operation.js';
import type { Transport } from '../transport/transport.js';
import { ApiCall } from './api-call.js';

export interface RawRequestParams {
  query?: Readonly<Record<string, unknown>>;
  /** Sent as JSON. */
  body?: unknown;
  /** Whether it may be repeated after a failure that leaves its effect unknown. Default: by method, as HTTP defines it. */
  retry?: Operation['retry'];
}

/** `await mp.request('GET', '/v1/tasks/tsk_1')`. With a namespace in the options it is sent as `X-Namespace`. */
export type RawRequest = (
  method: HttpMethod,
  path: string,
  params?: RawRequestParams,
  options?: RequestOptions,
) => ApiPromise<unknown>;

const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const RETRY: Readonly<Record<HttpMethod, Operation['retry']>> = {
  GET: 'safe',
  PUT: 'idempotent',
  DELETE: 'idempotent',
  POST: 'unsafe',
  PATCH: 'unsafe',
};

export function createRawRequest(transport: Transport): RawRequest {
  return (method, path, params = {}, options = {}) =>
    new ApiCall(
      (async () => {
        checkTarget(method, path);
        const query = params.query ?? {};
        const row: Operation = {
          id: `${method} ${path}`,
          http: method,
          path,
          retry: params.retry ?? RETRY[method],
          ...(options.namespace === undefined ? {} : { namespace: { in: 'header' } }),
          query: Object.keys(query).map((name) => ({ name })),
          ...(params.body === undefined ? {} : { body: { kind: 'json' } }),
        };
        return transport.send(
          row,
          { path: {}, query, ...(params.body === undefined ? {} : { body: params.body }) },
          options,
        );
      })(),
    );
}

function checkTarget(method: string, path: string): void {
  if (!METHODS.includes(method)) throw new ValidationError(`"${method}" is no method; use ${METHODS.join(', ')}.`);
  if (
    typeof path !== 'string' ||
    !path.startsWith('/') ||
    path.startsWith('//') ||
    /[{}?#\s]/.test(path) ||
    /(^|\/)\.{1,2}(\/|$)/.test(decodeURIComponent(path))
  ) {
    throw new ValidationError(`"${path}" is no path of the API.`, {
      hint: 'A path starts with /v1/ and has no query: pass `query` beside it.',
    });
  }
}
