import type { JsonObject } from '../internal/json.js';

/** A part of a list by `page` and `page_size`, or by `skip` (or `offset`) and `limit`. */
export interface ListPart {
  readonly items: JsonObject[];
  /** All of them. */
  readonly total: number;
  /** Whether there are more after these. */
  readonly hasMore: boolean;
}

export interface NumberedPage extends ListPart {
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
  readonly totalPages: number;
}

type Query = Readonly<Record<string, unknown>>;

/** `page` (from 1) and `page_size` of the query; the document's defaults are filled in before. */
export function listByPage(items: readonly JsonObject[], query: Query, defaultSize = 20): NumberedPage {
  const page = toInteger(query['page']) ?? 1;
  const pageSize = toInteger(query['page_size']) ?? defaultSize;
  const part = cut(items, { skip: (page - 1) * pageSize, limit: pageSize });
  return { ...part, page, pageSize, totalPages: Math.ceil(items.length / pageSize) };
}

/** `skip` (or `offset`) and `limit` of the query; the document's defaults are filled in before. */
export function listBySkip(items: readonly JsonObject[], query: Query, defaultLimit = 100): ListPart {
  const skip = toInteger(query['skip']) ?? toInteger(query['offset']) ?? 0;
  return cut(items, { skip, limit: toInteger(query['limit']) ?? defaultLimit });
}

function cut(items: readonly JsonObject[], { skip, limit }: { skip: number; limit: number }): ListPart {
  const part = items.slice(skip, skip + limit);
  return { items: part, total: items.length, hasMore: skip + part.length < items.length };
}

const toInteger = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) ? value : undefined;
