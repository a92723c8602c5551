import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { findRecord, refuseTakenName } from '../../find-record.js';
import { isoTime } from '../../iso-time.js';
import { INTERNAL_ID } from '../../organization.js';
import { objectsOf, textOf } from '../../json-object.js';
import { listByPage } from '../../list-by-position.js';
import type { DatasetRecord } from '../../records.js';
import { parameterProblem } from '../../retriever/parameter-problem.js';
import { objectOf } from '../retrievers/definition.js';

export function createDataset(context: RequestContext): ResolverResult {
  const { body } = context;
  const queries = objectsOf(body['queries']);
  refuseRepeatedQueries(queries);
  const description = typeof body['description'] === 'string' ? body['description'] : null;
  const metadata = objectOf(body['metadata']);
  const record = storeDataset(context, { name: textOf(body, 'dataset_name'), description, queries, metadata });
  return { status: 201, body: toDatasetView(record) };
}

export function storeDataset(
  context: RequestContext,
  dataset: { name: string; description: string | null; queries: JsonObject[]; metadata: JsonObject | null },
): DatasetRecord {
  const { namespace, services, tx } = context;
  const { name, ...fields } = dataset;
  refuseTakenName(context, 'datasets', { name, nameOf: nameOfDataset, resource: 'dataset' });
  const now = isoTime(services.clock.now());
  const record: DatasetRecord = {
    id: services.id('ds'),
    namespace_id: namespace.id,
    dataset_name: name,
    ...fields,
    created_at: now,
    updated_at: now,
  };
  tx.put('datasets', record);
  return record;
}

export function findDataset(context: RequestContext, idOrName: string): DatasetRecord {
  return findRecord(context, 'datasets', { idOrName, nameOf: nameOfDataset, resource: 'dataset' });
}

export function listDatasets({ state, namespace, query }: RequestContext): ResolverResult {
  const views = state
    .list('datasets')
    .filter((dataset) => dataset.namespace_id === namespace.id)
    .map(toDatasetView)
    .toReversed();
  const { items, total, page, pageSize } = listByPage(views, query);
  return { body: { datasets: items, total, page, page_size: pageSize } };
}

export function toDatasetView({ id, ...record }: DatasetRecord): JsonObject {
  return {
    dataset_id: id,
    dataset_name: record.dataset_name,
    description: record.description,
    queries: record.queries,
    query_count: record.queries.length,
    metadata: record.metadata,
    namespace_id: record.namespace_id,
    internal_id: INTERNAL_ID,
    created_at: record.created_at,
    updated_at: record.updated_at,
  };
}

function refuseRepeatedQueries(queries: readonly JsonObject[]): void {
  const ids = queries.map((query) => textOf(query, 'query_id'));
  const repeated = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (repeated === -1) return;
  const message = `is "${ids[repeated] ?? ''}" for a second time; each query needs an id of its own`;
  throw parameterProblem([{ type: 'not_unique', location: ['queries', repeated, 'query_id'], message }]);
}

const nameOfDataset = (dataset: Readonly<DatasetRecord>): string => dataset.dataset_name;
