import type { RequestOptions } from '../call.js';
import { ValidationError } from '../errors.js';
import type { HttpMethod, Operation } from '../operation.js';
import type { RawResult, Transport } from '../transport/transport.js';
import { checkOptionValues } from './option-checks.js';
import type { OptionChecks } from './option-checks.js';
import { describe, isPlainObject } from './plain-object.js';
import type { RawRequestParams } from './raw-request-params.js';
import { readRequestOptions } from './request-options.js';

/** Sends a request that has no row, by one that is made for it. */
export type SendRaw = (
  method: HttpMethod,
  path: string,
  params: RawRequestParams,
  options: RequestOptions,
) => Promise<RawResult>;

const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const RETRY: Readonly<Record<HttpMethod, Operation['retry']>> = {
  GET: 'safe',
  PUT: 'idempotent',
  DELETE: 'idempotent',
  POST: 'unsafe',
  PATCH: 'unsafe',
};

export function createSendRaw(transport: Transport): SendRaw {
  return async (method, path, params, options) => {
    checkTarget(method, path);
    checkParams(params);
    readRequestOptions('request', options);
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
  };
}

const CHECKS: OptionChecks<RawRequestParams> = {
  query: { allowed: 'an object of query parameters', accepts: isPlainObject },
  body: { allowed: 'anything that JSON can hold', accepts: () => true },
  retry: {
    allowed: '"safe", "idempotent" or "unsafe"',
    accepts: (value) => value === 'safe' || value === 'idempotent' || value === 'unsafe',
  },
};

function checkParams(params: unknown): void {
  if (!isPlainObject(params)) {
    throw new ValidationError(`request takes its parameters as an object; got ${describe(params)}.`);
  }
  checkOptionValues(params, CHECKS);
}

function checkTarget(method: string, path: string): void {
  if (!METHODS.includes(method)) throw new ValidationError(`"${method}" is no method; use ${METHODS.join(', ')}.`);
  if (typeof path === 'string' && path.startsWith('/') && !FORBIDDEN.test(path) && !climbs(path)) return;
  throw new ValidationError(`"${path}" is no path of the API.`, {
    hint: 'A path starts with /v1/ and has no query: pass `query` beside it.',
  });
}

/** What would name another host, a query, or a placeholder. */
const FORBIDDEN = /^\/\/|[{}?#\\\s]/;

/** Whether a segment is `.` or `..`, also when it is encoded. */
function climbs(path: string): boolean {
  return path.split('/').some((segment) => /^(\.|%2e){1,2}$/i.test(segment.replaceAll(/%25/g, '%')));
}
