import { aggregateRows, filtersOf, readAggregation } from '../../aggregate/index.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { compileFilter } from '../../engine/filter.js';
import { findBucket } from '../../ingest/find-bucket.js';
import { toObjectView } from '../../ingest/object-view.js';
import { objectsOf } from './list.js';

export function aggregateObjects(context: RequestContext): ResolverResult {
  const bucket = findBucket(context);
  const aggregation = readAggregation(context.body);
  const filters = filtersOf(context.body);
  const filter = filters === undefined ? undefined : compileFilter(filters, { caseSensitive: false });
  const rows = objectsOf(context, bucket)
    .map((object) => ({ id: object.id, payload: toObjectView(object) }))
    .filter((subject) => filter?.matches(subject) ?? true)
    .map(({ payload }) => payload);
  const { results, totalGroups, rows: counted } = aggregateRows(rows, aggregation);
  return {
    body: { results, total_groups: totalGroups, query_info: { matched_rows: rows.length, grouped_rows: counted } },
  };
}
