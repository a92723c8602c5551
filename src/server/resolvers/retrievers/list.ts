import type { RequestContext, ResolverResult } from '../../context.js';
import { listRecords } from '../../list-records.js';
import { publicationOf } from '../published-retrievers/find.js';
import { findRetriever, retrieversOf } from './find.js';
import { toRetrieverView } from './view.js';

export function getRetriever(context: RequestContext): ResolverResult {
  const retriever = findRetriever(context);
  const isPublished = publicationOf(context.state, retriever.id) !== undefined;
  return { body: toRetrieverView(retriever, { isPublished }) };
}

export function listRetrievers({ body, query, namespace, state }: RequestContext): ResolverResult {
  const published = new Set(state.list('publications').map(({ retriever_id: id }) => id));
  const { results, pagination, total } = listRecords(retrieversOf(namespace.id, state), {
    body,
    query,
    view: (retriever) => toRetrieverView(retriever, { isPublished: published.has(retriever.id) }),
    searchFields: ['retriever_name', 'description'],
    cursorQuery: namespace.id,
  });
  return { body: { results, total: query['include_total'] === true ? total : 0, pagination } };
}
