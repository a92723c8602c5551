import type { RequestOptions } from '../call.js';
import { lazy } from '../internal/lazy.js';
import { ApiCall } from './api-call.js';
import type { ResourceContext } from './extension.js';
import type { Search, SearchParams } from './search-types.js';

/** The search of a client. What it needs is loaded with the first one. */
export function createSearch(context: ResourceContext): Search {
  const load = lazy(async () => (await import('./run-search.js')).createRunSearch(context));
  const run = async (params: SearchParams, options?: RequestOptions) => (await load())(params, options);
  // What the vectors are is decided by an option, which only the signatures know.
  return ((params: SearchParams, options?: RequestOptions) => new ApiCall(run(params, options))) as Search;
}
