import type { Page, PagePromise, WithResponse } from '../call.js';
import { DecodeError } from '../errors.js';
import type { PageSpec } from '../operation.js';
import { ApiCall } from './api-call.js';
import { getPath, setPath } from './paths.js';

type Body = Record<string, unknown>;
type Params = Readonly<Record<string, unknown>>;
type AnyPage = Page<Body, unknown>;
/** Sends the list request again with other parameters. */
export type FetchPage = (params: Params) => Promise<WithResponse<Body>>;

/** Where a list call stands: what it asked for, and how to ask on. */
interface Position {
  spec: PageSpec;
  params: Params;
  fetchPage: FetchPage;
  /** Positions that were asked for already. A service that repeats one would be read for ever. */
  seen: ReadonlySet<string | number>;
}

/** A list call: awaited it is one page, iterated it is every item. */
export class PageCall extends ApiCall<AnyPage> implements PagePromise<Body, unknown> {
  constructor(first: Promise<WithResponse<Body>>, position: Omit<Position, 'seen'>) {
    super(first.then((answer) => ({ ...answer, data: toPage(answer.data, { ...position, seen: new Set() }, answer) })));
  }

  async *pages(): AsyncGenerator<AnyPage> {
    let page: AnyPage | undefined = await this;
    while (page !== undefined) {
      yield page;
      page = await nextPage(page);
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown> {
    for await (const page of this.pages()) yield* page.items;
  }

  async toArray({ max = Infinity }: { max?: number } = {}): Promise<unknown[]> {
    const all: unknown[] = [];
    if (max <= 0) return all;
    for await (const item of this) {
      all.push(item);
      if (all.length >= max) break;
    }
    return all;
  }
}

const NEXT = Symbol('next page');

/** Adds the page's methods to the body. They are not enumerable, so that the body still prints as it came. */
function toPage(body: Body, position: Position, answer: WithResponse<Body>): AnyPage {
  const { spec } = position;
  const found = getPath(body, spec.items);
  const items: readonly unknown[] = Array.isArray(found) ? found : [];
  const next = nextPosition(body, items, position);
  const goOn = async (): Promise<AnyPage | undefined> => {
    if (next === undefined) return undefined;
    if (position.seen.has(next)) {
      throw new DecodeError(`The service gave the position ${JSON.stringify(next)} twice; the list would never end.`, {
        status: answer.response.status,
        requestId: answer.requestId,
        excerpt: '',
        hint: 'Report it with the request id. What was read so far is complete.',
      });
    }
    const params = setPath(position.params, spec.param, next);
    const following = await position.fetchPage(params);
    return toPage(following.data, { ...position, params, seen: new Set(position.seen).add(next) }, following);
  };
  return Object.defineProperties(body, {
    items: { value: items },
    hasNextPage: { value: next !== undefined },
    nextPosition: { value: next },
    [NEXT]: { value: goOn },
    [Symbol.asyncIterator]: { value: () => iterateFrom(body as AnyPage) },
  }) as AnyPage;
}

const nextPage = (page: AnyPage): Promise<AnyPage | undefined> =>
  (page as unknown as Record<typeof NEXT, () => Promise<AnyPage | undefined>>)[NEXT]();

async function* iterateFrom(first: AnyPage): AsyncGenerator<unknown> {
  for (let page: AnyPage | undefined = first; page !== undefined; page = await nextPage(page)) yield* page.items;
}

/** The position after this page; `undefined` at the end. An empty page is not an end as long as the service names a next one. */
function nextPosition(body: Body, items: readonly unknown[], { spec, params }: Position): string | number | undefined {
  if (spec.kind === 'cursor') {
    const next = spec.next === undefined ? undefined : getPath(body, spec.next);
    return (typeof next === 'string' && next !== '') || typeof next === 'number' ? next : undefined;
  }
  const size = toNumber(getPath(params, spec.limit)) ?? items.length;
  const current = toNumber(getPath(params, spec.param)) ?? (spec.kind === 'page' ? 1 : 0);
  const reached = spec.kind === 'page' ? current * size : current + size;
  const total = spec.total === undefined ? undefined : toNumber(getPath(body, spec.total));
  const isLast = size === 0 || (total === undefined ? items.length < size : reached >= total);
  if (isLast) return undefined;
  return spec.kind === 'page' ? current + 1 : reached;
}

const toNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
