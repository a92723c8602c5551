import type { RequestContext, ResolverResult } from '../../context.js';
import { listRecords } from '../../list-records.js';
import { findTaxonomy, versionOf } from './find.js';
import { toTaxonomyStats, toTaxonomyView } from './view.js';

export function getTaxonomy(context: RequestContext): ResolverResult {
  const taxonomy = findTaxonomy(context);
  return { body: toTaxonomyView(taxonomy, context, versionOf(taxonomy, context.query['version'])) };
}

export function listTaxonomies(context: RequestContext): ResolverResult {
  const { body, query, namespace, state } = context;
  const records = state.list('taxonomies').filter((taxonomy) => taxonomy.namespace_id === namespace.id);
  const { results, pagination, total, matches } = listRecords(records, {
    body,
    query,
    view: (taxonomy) => toTaxonomyView(taxonomy, context),
    searchFields: ['taxonomy_name', 'description', 'taxonomy_id'],
    cursorQuery: namespace.id,
  });
  return { body: { results, pagination, total_count: total, stats: toTaxonomyStats(matches) } };
}

/** All of them, the newest first. */
export function listVersions(context: RequestContext): ResolverResult {
  const taxonomy = findTaxonomy(context);
  const results = taxonomy.versions.toReversed().map((version) => toTaxonomyView(taxonomy, context, version));
  const pagination = {
    total: results.length,
    page: 1,
    page_size: results.length,
    total_pages: 1,
    next_page: null,
    previous_page: null,
    next_cursor: null,
  };
  return { body: { results, pagination, total_count: results.length, stats: toTaxonomyStats(results) } };
}
