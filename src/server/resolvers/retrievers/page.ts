import { compareStrings } from '../../../internal/compare-strings.js';
import type { JsonObject, JsonValue } from '../../../internal/json.js';
import { paginate } from '../../paginate.js';
import { badRequest } from '../../problem.js';
import { parameterProblem } from '../../retriever/parameter-problem.js';
import type { RankedDocument } from '../../retriever/ranked-document.js';
import { objectOf } from './definition.js';

/** How an execution wants its documents paged, as checked against the document. */
export type ExecutePaging =
  | { readonly method: 'cursor'; readonly limit: number; readonly cursor: string | null }
  | { readonly method: 'offset'; readonly limit: number; readonly pageNumber: number }
  | { readonly method: 'scroll'; readonly limit: number; readonly scrollId: string | null; readonly ttlSeconds: number }
  | { readonly method: 'keyset'; readonly limit: number; readonly after: JsonObject | null };

export interface ExecutionPage {
  readonly documents: readonly RankedDocument[];
  readonly pagination: JsonObject;
}

const FIELDS: Readonly<Record<ExecutePaging['method'], readonly string[]>> = {
  cursor: ['method', 'limit', 'cursor'],
  offset: ['method', 'page_size', 'page_number'],
  scroll: ['method', 'limit', 'scroll_id', 'scroll_ttl'],
  keyset: ['method', 'limit', 'after'],
};

const DEFAULT_LIMIT = 10;
const SCROLL_LIMIT = 100;
const SCROLL_TTL_SECONDS = 300;

/** Reads `pagination`, or `settings.limit` where it is left out. Refuses fields of another method. */
export function readPaging(body: JsonObject): ExecutePaging {
  const settings = objectOf(body['settings']);
  const given = objectOf(body['pagination']);
  if (given === null) return { method: 'cursor', limit: numberOf(settings?.['limit'], DEFAULT_LIMIT), cursor: null };
  const method = isMethod(given['method']) ? given['method'] : 'cursor';
  const foreign = Object.keys(given).filter((key) => !FIELDS[method].includes(key));
  if (foreign.length > 0) {
    throw parameterProblem(
      foreign.map((key) => ({
        type: 'extra_forbidden',
        location: ['pagination', key],
        message: `is not a field of the method "${method}"; those are ${FIELDS[method].join(', ')}`,
      })),
    );
  }
  switch (method) {
    case 'cursor':
      return { method, limit: numberOf(given['limit'], DEFAULT_LIMIT), cursor: textOf(given['cursor']) };
    case 'offset':
      return {
        method,
        limit: numberOf(given['page_size'], DEFAULT_LIMIT),
        pageNumber: numberOf(given['page_number'], 1),
      };
    case 'scroll':
      return {
        method,
        limit: numberOf(given['limit'], SCROLL_LIMIT),
        scrollId: textOf(given['scroll_id']),
        ttlSeconds: numberOf(given['scroll_ttl'], SCROLL_TTL_SECONDS),
      };
    case 'keyset':
      return { method, limit: numberOf(given['limit'], DEFAULT_LIMIT), after: objectOf(given['after']) };
  }
}

/** Cuts one page out of the documents that left the last stage. `query`: what a cursor belongs to. */
export function pageOf(
  documents: readonly RankedDocument[],
  paging: ExecutePaging,
  { query, now }: { query: JsonValue; now: number },
): ExecutionPage {
  const { method, limit } = paging;
  const cursor = method === 'cursor' ? paging.cursor : method === 'scroll' ? readScrollId(paging.scrollId, now) : null;
  const page = paginate(
    // No key: the order is whatever the last stage made, so a cursor goes by id, else by place.
    documents.map((document) => ({ id: document.id, key: [], item: document })),
    { limit, offset: startOf(documents, paging), cursor, query, directions: [] },
  );
  const shown = page.items;
  const hasMore = page.start + shown.length < documents.length;
  const common = { method, limit, has_more: hasMore, total: documents.length };
  const last = shown.at(-1);
  switch (paging.method) {
    case 'cursor':
      return { documents: shown, pagination: { ...common, cursor: page.nextCursor } };
    case 'offset':
      return { documents: shown, pagination: { ...common, cursor: null, page_number: paging.pageNumber } };
    case 'scroll':
      return {
        documents: shown,
        pagination: {
          ...common,
          cursor: null,
          scroll_id: writeScrollId(page.nextCursor, now + paging.ttlSeconds * 1000),
        },
      };
    case 'keyset':
      return {
        documents: shown,
        pagination: {
          ...common,
          cursor: null,
          after: hasMore && last !== undefined ? { score: last.score, document_id: last.id } : null,
        },
      };
  }
}

function startOf(documents: readonly RankedDocument[], paging: ExecutePaging): number {
  if (paging.method === 'offset') return (paging.pageNumber - 1) * paging.limit;
  if (paging.method !== 'keyset' || paging.after === null) return 0;
  const { document_id: id, score } = paging.after;
  if (typeof id !== 'string' || (score !== undefined && typeof score !== 'number')) {
    throw badRequest('invalid_cursor', 'pagination.after must be the pagination.after of the page before, unchanged.', {
      path: 'pagination.after',
    });
  }
  const same = documents.findIndex((document) => document.id === id);
  if (same !== -1) return same + 1;
  // The document is gone: go on with the first that ranks behind it.
  const last = { id, score: score ?? 0 };
  const next = documents.findIndex((document) => document.score < last.score || isTieBehind(document, last));
  return next === -1 ? documents.length : next;
}

const isTieBehind = (document: RankedDocument, last: { id: string; score: number }): boolean =>
  document.score === last.score && compareStrings(document.id, last.id) > 0;

/** A scroll id is a cursor with the time until which it holds. */
function writeScrollId(cursor: string | null, expiresAt: number): string | null {
  return cursor === null ? null : `${Math.ceil(expiresAt).toString(36)}.${cursor}`;
}

function readScrollId(scrollId: string | null, now: number): string | null {
  if (scrollId === null) return null;
  const [, expiry, cursor] = /^([0-9a-z]+)\.(.+)$/.exec(scrollId) ?? [];
  if (expiry === undefined || cursor === undefined) {
    throw badRequest(
      'invalid_cursor',
      `"${scrollId.slice(0, 80)}" is not a scroll_id. Send the pagination.scroll_id of the page before, unchanged.`,
    );
  }
  if (Number.parseInt(expiry, 36) < now) {
    throw badRequest(
      'scroll_expired',
      'The scroll_id has expired. Start again without one, or ask for a longer scroll_ttl (at most 3600 seconds).',
    );
  }
  return cursor;
}

function isMethod(value: JsonValue | undefined): value is ExecutePaging['method'] {
  return typeof value === 'string' && Object.hasOwn(FIELDS, value);
}

const numberOf = (value: JsonValue | undefined, fallback: number): number =>
  typeof value === 'number' ? value : fallback;

const textOf = (value: JsonValue | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
