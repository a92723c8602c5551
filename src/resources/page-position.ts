import type { PageSpec } from '../operation.js';
import { getPath } from './paths.js';
import type { Fields } from './plain-object.js';

/** A cursor, or a number: of items skipped, or of the page. */
export type Position = string | number;

export interface ReadPage {
  readonly body: Fields;
  readonly itemCount: number;
  /** What was asked for. */
  readonly params: Fields;
  readonly spec: PageSpec;
}

/** Where a request starts; `undefined` at the beginning of a list that is read by cursor. */
export function startPosition(params: Fields, spec: PageSpec): Position | undefined {
  const given = getPath(params, spec.param);
  if (spec.kind === 'cursor') return isCursor(given) ? given : undefined;
  return toNumber(given) ?? (spec.kind === 'page' ? 1 : 0);
}

/** Where the page after this one starts; `undefined` when this is the last. */
export function nextPosition(page: ReadPage): Position | undefined {
  const { spec, body, params } = page;
  if (spec.kind === 'cursor') {
    // An empty page is no end as long as the service names a next one.
    const next = spec.next === undefined ? undefined : getPath(body, spec.next);
    return isCursor(next) ? next : undefined;
  }
  const start = toNumber(startPosition(params, spec)) ?? 0;
  return spec.kind === 'page' ? nextPage(page, start) : nextOffset(page, start);
}

/** Whether the service says that more follows, beside its cursor. */
export function saysThereIsMore(body: Fields, { kind, next }: PageSpec): boolean {
  if (kind !== 'cursor' || next === undefined) return false;
  return getPath(body, next.replace(/[^.]+$/, 'has_more')) === true;
}

/**
 * Counts what came, not what was asked for: a service may give fewer items than the limit. Without a total the end is an
 * empty page; with one, an empty page in the middle is stepped over.
 */
function nextOffset({ body, itemCount, params, spec }: ReadPage, start: number): number | undefined {
  const total = readTotal(body, spec);
  const step = itemCount === 0 && total !== undefined ? (toNumber(getPath(params, spec.limit)) ?? 0) : itemCount;
  if (step === 0) return undefined;
  const reached = start + step;
  return total !== undefined && reached >= total ? undefined : reached;
}

/** With a page size that the service may have lowered, only an exact match with the total is an end; else an empty page is. */
function nextPage({ body, itemCount, params, spec }: ReadPage, start: number): number | undefined {
  if (itemCount === 0) return undefined;
  const size = toNumber(getPath(params, spec.limit)) ?? itemCount;
  const reached = (start - 1) * size + itemCount;
  return reached === readTotal(body, spec) ? undefined : start + 1;
}

const readTotal = (body: Fields, { total }: PageSpec): number | undefined =>
  total === undefined ? undefined : toNumber(getPath(body, total));

const isCursor = (value: unknown): value is Position =>
  (typeof value === 'string' && value !== '') || typeof value === 'number';

const toNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
