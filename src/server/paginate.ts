import type { JsonObject, JsonValue } from '../internal/json.js';
import { badRequest } from './problem.js';
import { compareKeys, type SortDirection } from './sort-order.js';

/** Something in its place in a list: `key` decides the place, the id tells equal keys apart. */
export interface Entry<Item> {
  readonly id: string;
  readonly key: readonly JsonValue[];
  readonly item: Item;
}

export interface PageRequest {
  readonly limit: number;
  /** Counts from the start of the list; a cursor wins over it. */
  readonly offset: number;
  readonly cursor: string | null;
  /** What the list was made from. A cursor only fits the query that it came from. */
  readonly query: JsonValue;
  readonly directions: readonly SortDirection[];
}

export interface Page<Item> {
  readonly items: Item[];
  readonly total: number;
  /** Position of the first item in the list. */
  readonly start: number;
  readonly nextCursor: string | null;
}

/**
 * Cuts one page out of an ordered list. A cursor names the last item seen and its place, so that items added or removed
 * between two pages neither repeat nor hide others.
 */
export function paginate<Item>(entries: readonly Entry<Item>[], request: PageRequest): Page<Item> {
  const start = request.cursor === null ? request.offset : startAfter(entries, request, request.cursor);
  const page = entries.slice(start, start + request.limit);
  const last = page.at(-1);
  const hasMore = start + page.length < entries.length;
  return {
    items: page.map((entry) => entry.item),
    total: entries.length,
    start,
    nextCursor: last === undefined || !hasMore ? null : encodeCursor(last, start + page.length, request),
  };
}

/** The `pagination` object of list answers. `link`: the list takes its position from the query string. */
export function toPagination(
  page: Page<unknown>,
  options: { limit: number; includeTotal: boolean; link: boolean },
): JsonObject {
  const { limit, includeTotal, link } = options;
  const relative = (position: string): string => `?limit=${limit}&${position}`;
  return {
    total: includeTotal ? page.total : null,
    page: Math.floor(page.start / limit) + 1,
    page_size: limit,
    total_pages: includeTotal ? Math.ceil(page.total / limit) : null,
    next_page: link && page.nextCursor !== null ? relative(`cursor=${page.nextCursor}`) : null,
    previous_page: link && page.start > 0 ? relative(`offset=${Math.max(0, page.start - limit)}`) : null,
    next_cursor: page.nextCursor,
  };
}

interface Cursor {
  id: string;
  key: JsonValue[];
  position: number;
  query: string;
}

function startAfter<Item>(entries: readonly Entry<Item>[], request: PageRequest, text: string): number {
  const cursor = decodeCursor(text);
  if (cursor.query !== fingerprint(request.query)) {
    throw badRequest(
      'invalid_cursor',
      'The cursor belongs to a list with other filters, search or sort. Send it with the same ones, or leave it out.',
    );
  }
  const order = (entry: Entry<Item>): number => compareKeys(entry.key, cursor.key, request.directions);
  const same = entries.findIndex((entry) => entry.id === cursor.id);
  const seen = entries[same];
  if (seen !== undefined && order(seen) === 0) return same + 1;
  // The item is gone or moved: go on where it was.
  const from = entries.findIndex((entry) => order(entry) >= 0);
  if (from === -1) return entries.length;
  const to = entries.findIndex((entry) => order(entry) > 0);
  return Math.min(Math.max(cursor.position - 1, from), to === -1 ? entries.length : to);
}

function encodeCursor(last: Entry<unknown>, position: number, request: PageRequest): string {
  const cursor: Cursor = { id: last.id, key: [...last.key], position, query: fingerprint(request.query) };
  const bytes = new TextEncoder().encode(JSON.stringify(cursor));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function decodeCursor(text: string): Cursor {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const cursor = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Partial<Cursor> | null;
    const { id, key, position, query } = cursor ?? {};
    if (typeof id === 'string' && Array.isArray(key) && Number.isInteger(position) && typeof query === 'string') {
      return { id, key, position: position as number, query };
    }
  } catch {
    // Not one of ours: refused below.
  }
  throw badRequest(
    'invalid_cursor',
    `"${text.slice(0, 80)}" is not a cursor of this list. Send the pagination.next_cursor of the page before, unchanged.`,
  );
}

/** Short and stable; it only has to tell queries apart. */
function fingerprint(query: JsonValue): string {
  const text = JSON.stringify(query);
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}
