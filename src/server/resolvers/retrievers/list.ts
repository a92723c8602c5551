import type { RequestContext, ResolverResult } from '../../context.js';
import { listRecords } from '../../list-records.js';
import { retrieversOf } from './find.js';
import { toRetrieverView } from './view.js';

export function listRetrievers({ body, query, namespace, state }: RequestContext): ResolverResult {
  const { results, pagination, total } = listRecords(retrieversOf(namespace.id, state), {
    body,
    query,
    view: toRetrieverView,
    searchFields: ['retriever_name', 'description'],
    cursorQuery: namespace.id,
  });
  return { body: { results, total: query['include_total'] === true ? total : 0, pagination } };
}
