import createClient from 'openapi-fetch';
import type { Client, ClientOptions as FetchOptions } from 'openapi-fetch';
import type { paths } from './generated/paths.js';

export type { components, operations, paths } from './generated/paths.js';

/** Options of openapi-fetch, and the key. */
export interface RawClientOptions extends FetchOptions {
  /** Sent as `Authorization: Bearer`. */
  apiKey?: string;
}

/**
 * openapi-fetch over the full `paths` types: no retries, no limits, no write tokens. Paths are written out.
 *
 * @example
 * const raw = createRawClient({ apiKey });
 * const { data, error } = await raw.GET('/v1/tasks/{task_id}', { params: { path: { task_id: 'tsk_1' } } });
 */
export function createRawClient({ apiKey, headers, ...options }: RawClientOptions = {}): Client<paths> {
  const authorization = apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` };
  return createClient<paths>({
    baseUrl: 'https://api.mixpeek.com',
    // Looked up at every request, so that whatever replaces it later is used.
    fetch: (request) => globalThis.fetch(request),
    ...options,
    headers: { ...authorization, ...(headers as Record<string, string> | undefined) },
  });
}
