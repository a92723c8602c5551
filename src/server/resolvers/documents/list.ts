import type { JsonObject, JsonValue } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { collectionIdOf } from '../../collections/find-collection.js';
import { inCollections } from '../../collections/documents-of.js';
import { readableBy } from '../../document-access.js';
import { allOf, compileFilter } from '../../engine/filter.js';
import { createPresign } from '../../ingest/object-view.js';
import { isJsonObject, objectsOf, textOf, textsOf } from '../../json-object.js';
import { toSearch } from '../../list-records.js';
import { type Entry, type Page, type PageRequest, paginate, toPagination } from '../../paginate.js';
import { unprocessable } from '../../problem.js';
import { readSort, sortByKeys, type SortKey, valueAt } from '../../sort-order.js';
import { readExpansion } from './expand.js';
import { type DocumentSource, internals, readViewOptions, toDocumentView, type ViewOptions } from './view.js';

const DEFAULT_LIMIT = 10;
/** Documents shown of one group; its `count` tells how many there are. */
const MAX_GROUP_DOCUMENTS = 1000;

export const listDocuments = (context: RequestContext): ResolverResult => ({ body: list(context.body, context) });

/** The documents of one collection. The position may stand in the query too, where lists usually have it. */
export function listCollectionDocuments(context: RequestContext, collectionId: string): ResolverResult {
  const { body, query } = context;
  const position = ['limit', 'offset', 'cursor'].flatMap((name): [string, JsonValue][] => {
    const value = query[name];
    return typeof value === 'number' || typeof value === 'string' ? [[name, value]] : [];
  });
  const request = { ...body, ...Object.fromEntries(position), collection_ids: [collectionId] };
  return { body: list(request, context) };
}

/** All listings read the same moment. */
export function listDocumentBatch(context: RequestContext): ResolverResult {
  const queries = objectsOf(context.body['queries']);
  const keys = queries.map((query) => textOf(query, 'key'));
  const repeated = keys.findIndex((key, position) => keys.indexOf(key) !== position);
  if (repeated !== -1) {
    const location = ['body', 'queries', repeated, 'key'];
    throw unprocessable([
      { type: 'unique', location, message: `"${keys[repeated]}" is used twice; each key names one query` },
    ]);
  }
  const results = queries.map(({ key, request }) => ({
    key: key ?? null,
    response: list(isJsonObject(request) ? request : {}, context),
  }));
  return { body: { results } };
}

type Listing = Readonly<Record<string, unknown>>;

function list(request: JsonObject, context: RequestContext): Listing {
  const { namespace, state, view, services, origin } = context;
  const space = state.documents(namespace.id);
  const source: DocumentSource = { namespaceId: namespace.id, space, index: space.view(view) };
  const ids = selectIds(request, source, context);
  const sort = readSort(request['sort']);
  const options: ViewOptions = {
    ...readViewOptions(request),
    presign: createPresign({ origin, services }, request['return_presigned_urls']),
    expand: readExpansion(request['expand'], context),
  };
  const paging = readPaging(request, sort);
  const groupBy = typeof request['group_by'] === 'string' ? request['group_by'] : undefined;
  if (groupBy !== undefined) return listGroups(groupBy, { ids, sort, source, options, paging });

  const page = paginate(toEntries(ids, sort, source), paging);
  return {
    results: page.items.map((id) => toDocumentView(id, source, options)),
    groups: null,
    group_by_field: null,
    pagination: pagination(page, paging),
    total_count: page.total,
    stats: {
      total_documents: page.total,
      avg_blobs_per_document: blobsPerDocument(ids, source),
      total_groups: null,
      avg_documents_per_group: null,
    },
  };
}

/** Ids of the documents that filters, collections and search leave, in order of id. */
function selectIds(request: JsonObject, source: DocumentSource, context: RequestContext): string[] {
  const { filters, search, collection_ids: collections } = request;
  const caseSensitive = request['case_sensitive'] === true;
  const own = isJsonObject(filters) ? compileFilter(filters, { caseSensitive }) : undefined;
  const scope = [
    Array.isArray(collections) ? inCollections(toCollectionIds(textsOf(collections), context)) : undefined,
    readableBy(context.caller),
  ].filter((part) => part !== undefined);
  const isInternal = isJsonObject(filters) && mentionsInternals(filters);
  const candidates = source.index.select(isInternal || own === undefined ? allOf(scope) : allOf([own, ...scope]));
  const ids =
    isInternal && own !== undefined
      ? candidates.filter((id) => own.matches({ id, payload: subjectOf(id, source) }))
      : candidates;
  if (typeof search !== 'string' || search.trim() === '') return ids;
  const finds = toSearch(search, caseSensitive);
  return ids.filter((id) => {
    const { _internal: _kept, ...payload } = source.index.payload(id) ?? {};
    return finds(stringsIn(payload));
  });
}

/** Names stand for their collections; an id that no collection has finds what carries it in its payload. */
const toCollectionIds = (named: readonly string[], context: RequestContext): string[] =>
  named.map((name) => collectionIdOf(context, name) ?? name);

function blobsPerDocument(ids: readonly string[], { index }: DocumentSource): number {
  const blobs = ids.reduce((sum, id) => {
    const internal = index.payload(id)?.['_internal'];
    return sum + (isJsonObject(internal) ? objectsOf(internal['source_blobs']).length : 0);
  }, 0);
  return ids.length === 0 ? 0 : blobs / ids.length;
}

/** The engine knows payloads only; what the service keeps about a document is looked up when it is asked for. */
const mentionsInternals = (value: JsonValue): boolean => JSON.stringify(value).includes('"_internal');

function subjectOf(id: string, source: DocumentSource): JsonObject {
  return { ...source.index.payload(id), document_id: id, _internal: internals(id, source) };
}

function stringsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

function toEntries(ids: readonly string[], sort: readonly SortKey[], source: DocumentSource): Entry<string>[] {
  if (sort.length === 0) return ids.map((id) => ({ id, key: [id], item: id }));
  const entries = ids.map((id) => {
    const subject = subjectOf(id, source);
    return { id, key: sort.map(({ field }) => valueAt(subject, field)), item: id };
  });
  return sortByKeys(
    entries,
    sort.map((key) => key.direction),
  );
}

interface Grouping {
  readonly ids: readonly string[];
  readonly sort: readonly SortKey[];
  readonly source: DocumentSource;
  readonly options: ViewOptions;
  readonly paging: PageRequest;
}

/** Groups in order of their value, documents in the asked order; `limit` and cursors count groups. */
function listGroups(field: string, { ids, sort, source, options, paging }: Grouping): Listing {
  const groups = new Map<string, { value: JsonValue; ids: string[] }>();
  for (const { item: id } of toEntries(ids, sort, source)) {
    const value = valueAt(subjectOf(id, source), field);
    const key = JSON.stringify(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { value, ids: [id] });
    else group.ids.push(id);
  }
  const entries = Array.from(groups, ([id, group]) => ({ id, key: [group.value], item: group }));
  const page = paginate(sortByKeys(entries, ['asc']), { ...paging, directions: ['asc'] });
  return {
    results: null,
    groups: page.items.map((group) => ({
      group_key: group.value,
      documents: group.ids.slice(0, MAX_GROUP_DOCUMENTS).map((id) => toDocumentView(id, source, options)),
      count: group.ids.length,
    })),
    group_by_field: field,
    total_documents: ids.length,
    pagination: pagination(page, paging),
    total_count: ids.length,
    stats: {
      total_documents: ids.length,
      avg_blobs_per_document: 0,
      total_groups: page.total,
      avg_documents_per_group: page.total === 0 ? 0 : ids.length / page.total,
    },
  };
}

function readPaging(request: JsonObject, sort: readonly SortKey[]): PageRequest {
  return {
    limit: typeof request['limit'] === 'number' ? request['limit'] : DEFAULT_LIMIT,
    offset: typeof request['offset'] === 'number' ? request['offset'] : 0,
    cursor: typeof request['cursor'] === 'string' && request['cursor'] !== '' ? request['cursor'] : null,
    query: ['filters', 'search', 'case_sensitive', 'collection_ids', 'group_by']
      .map((field): JsonValue => request[field] || null)
      .concat(sort.map(({ field, direction }) => `${field} ${direction}`)),
    directions: sort.length === 0 ? ['asc'] : sort.map((key) => key.direction),
  };
}

const pagination = (page: Page<unknown>, { limit }: PageRequest): JsonObject =>
  toPagination(page, { limit, includeTotal: true, link: false });
