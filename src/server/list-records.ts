import type { JsonObject, JsonValue } from '../internal/json.js';
import { compileFilter } from './engine/filter.js';
import { type Entry, paginate, toPagination } from './paginate.js';
import { sortByKeys, readSort, valueAt, type SortDirection } from './sort-order.js';

export interface ListOptions<Item> {
  readonly body: JsonObject;
  readonly query: Readonly<Record<string, unknown>>;
  /** What callers see, filter, sort and search by. */
  view(record: Item): JsonObject;
  /** Fields of the view that `search` looks into. */
  readonly searchFields: readonly string[];
  /** Further parts of the request that choose the records: a cursor does not fit others. */
  readonly cursorQuery?: JsonValue;
}

export interface ListAnswer {
  readonly results: JsonObject[];
  readonly pagination: JsonObject;
  /** Matches in all. */
  readonly total: number;
  /** All matches, for sums over them. */
  readonly matches: readonly JsonObject[];
}

interface Stored {
  readonly id: string;
  readonly created_at: string;
}

/** Page size when the request names none. */
const DEFAULT_LIMIT = 100;

/**
 * Answers a list request over records in order of creation: `filters`, `search` and `sort` (or `sorts`) from the body,
 * `limit`, `offset`, `cursor` and `include_total` from the query, or from the body where the operation has them there.
 * Newest first unless sorted.
 */
export function listRecords<Item extends Stored>(records: readonly Item[], options: ListOptions<Item>): ListAnswer {
  const { body, query } = options;
  const { ordered, sort, directions } = orderRecords(records, options);
  const position = { ...pick(body, POSITION), ...pick(query, POSITION) };
  const limit = toInteger(position['limit']) ?? DEFAULT_LIMIT;
  const cursor = position['cursor'];
  const page = paginate(ordered, {
    limit,
    offset: toInteger(position['offset']) ?? 0,
    cursor: typeof cursor === 'string' && cursor !== '' ? cursor : null,
    query: [
      body['filters'] ?? null,
      body['search'] ?? null,
      body['case_sensitive'] ?? false,
      sort.map(({ field, direction }) => `${field} ${direction}`),
      options.cursorQuery ?? null,
    ],
    directions,
  });
  return {
    results: page.items,
    pagination: toPagination(page, { limit, includeTotal: position['include_total'] === true, link: true }),
    total: page.total,
    matches: ordered.map((entry) => entry.item),
  };
}

/** The matching records in their order, as callers see them. */
export function selectRecords<Item extends Stored>(
  records: readonly Item[],
  options: Pick<ListOptions<Item>, 'body' | 'view' | 'searchFields'>,
): JsonObject[] {
  return orderRecords(records, options).ordered.map(({ item }) => item);
}

const POSITION = ['limit', 'offset', 'cursor', 'include_total'] as const;

/** What is there and not null. */
const pick = (from: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    names.flatMap((name) => (from[name] === undefined || from[name] === null ? [] : [[name, from[name]]])),
  );

interface Ordered {
  readonly ordered: readonly Entry<JsonObject>[];
  readonly sort: ReturnType<typeof readSort>;
  readonly directions: readonly SortDirection[];
}

function orderRecords<Item extends Stored>(
  records: readonly Item[],
  options: Pick<ListOptions<Item>, 'body' | 'view' | 'searchFields'>,
): Ordered {
  const { body } = options;
  const keep = toPredicate(options);
  const sort = readSort(body['sort'] ?? body['sorts']);
  const directions = sort.length > 0 ? sort.map((key) => key.direction) : (['desc'] as const);
  const entries: Entry<JsonObject>[] = [];
  for (const record of records.toReversed()) {
    const view = options.view(record);
    if (!keep(record.id, view)) continue;
    const key = sort.length > 0 ? sort.map(({ field }) => valueAt(view, field)) : [record.created_at];
    entries.push({ id: record.id, key, item: view });
  }
  return { ordered: sort.length > 0 ? sortByKeys(entries, directions) : entries, sort, directions };
}

function toPredicate<Item>(
  options: Pick<ListOptions<Item>, 'body' | 'searchFields'>,
): (id: string, view: JsonObject) => boolean {
  const { filters, search, case_sensitive: caseSensitive } = options.body;
  const isObject = typeof filters === 'object' && filters !== null && !Array.isArray(filters);
  const filter = isObject ? compileFilter(filters, { caseSensitive: caseSensitive === true }) : undefined;
  const finds = typeof search === 'string' && search !== '' ? toSearch(search, caseSensitive === true) : undefined;
  return (id, view) =>
    (filter === undefined || filter.matches({ id, payload: view })) &&
    (finds === undefined || finds(options.searchFields.map((field) => valueAt(view, field))));
}

/** Every word of the search has to be a part of one of the values. */
export function toSearch(search: string, caseSensitive: boolean): (values: readonly JsonValue[]) => boolean {
  const fold = (text: string): string => (caseSensitive ? text : text.toLowerCase());
  const words = fold(search)
    .split(/\s+/)
    .filter((word) => word !== '');
  return (values) => {
    const texts = values.filter((value) => typeof value === 'string').map(fold);
    return words.every((word) => texts.some((text) => text.includes(word)));
  };
}

const toInteger = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) ? value : undefined;
