import { aggregateRows, filtersOf, readAggregation } from '../../aggregate/index.js';
import { inCollections } from '../../collections/documents-of.js';
import { findCollection } from '../../collections/find-collection.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { readableBy } from '../../document-access.js';
import { allOf, compileFilter } from '../../engine/index.js';
import { internals } from '../documents/view.js';

export function aggregateDocuments(context: RequestContext): ResolverResult {
  const { body, state, namespace, view, caller } = context;
  const collection = findCollection(context);
  const aggregation = readAggregation(body);
  const space = state.documents(namespace.id);
  const index = space.view(view);
  const source = { namespaceId: namespace.id, space, index };
  const scope = [inCollections([collection.id]), readableBy(caller)].filter((part) => part !== undefined);
  const filters = filtersOf(body);
  const filter = filters === undefined ? undefined : compileFilter(filters);
  const rows = index
    .select(allOf(scope))
    .map((id) => ({ ...index.payload(id), document_id: id, _internal: internals(id, source) }))
    .filter((row) => filter?.matches({ id: row.document_id, payload: row }) !== false);
  const { results, totalGroups, rows: matched } = aggregateRows(rows, aggregation);
  return { body: { results, total_groups: totalGroups, query_info: { matched_rows: matched } } };
}
