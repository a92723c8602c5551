import type { WithResponse } from '../call.js';
import { DecodeError } from '../errors.js';
import type { PageSpec } from '../operation.js';
import { PAGES } from './page-call.js';
import type { AnyPage } from './page-call.js';
import { nextPosition, saysThereIsMore, startPosition } from './page-position.js';
import type { Position } from './page-position.js';
import { getPath, setPath } from './paths.js';
import { describe, isPlainObject } from './plain-object.js';
import type { Fields } from './plain-object.js';

type Answer = WithResponse<unknown>;

/** How a list call asks on. */
export interface Listing {
  readonly spec: PageSpec;
  readonly params: Fields;
  /** Sends the list request again with other parameters. */
  readonly fetchPage: (params: Fields) => Promise<Answer>;
}

/** Positions that an iteration has asked for. A service that repeats one would be read for ever. */
type Asked = Set<Position>;

async function* pagesFrom(first: AnyPage): AsyncGenerator<AnyPage> {
  const asked: Asked = new Set();
  for (let page: AnyPage | undefined = first; page !== undefined; page = await following(page, asked)) yield page;
}

async function* itemsFrom(first: AnyPage): AsyncGenerator {
  for await (const page of pagesFrom(first)) yield* page.items;
}

const FOLLOWING = Symbol('following page');

const following = (page: AnyPage, asked: Asked): Promise<AnyPage | undefined> =>
  (page as AnyPage & { [FOLLOWING]: (asked: Asked) => Promise<AnyPage | undefined> })[FOLLOWING](asked);

/** Adds the page's members to the body. They are not enumerable, so that the body still prints as it came. */
export function toPage<Envelope extends Answer>(answer: Envelope, listing: Listing): Envelope {
  const { spec, params } = listing;
  const body = readBody(answer);
  const items = readItems(body, answer, spec);
  const next = nextPosition({ body, itemCount: items.length, params, spec });

  async function goOn(asked: Asked): Promise<AnyPage | undefined> {
    if (next === undefined) {
      if (saysThereIsMore(body, spec)) throw refuseToStop(answer, spec);
      return undefined;
    }
    const start = startPosition(params, spec);
    if (start !== undefined) asked.add(start);
    if (asked.has(next)) throw repeatedPosition(answer, next);
    const nextParams = setPath(params, spec.param, next);
    const following = await listing.fetchPage(nextParams);
    return toPage(following, { ...listing, params: nextParams }).data as AnyPage;
  }

  Object.defineProperties(body, {
    items: { value: items },
    hasNextPage: { value: next !== undefined },
    nextPosition: { value: next },
    [FOLLOWING]: { value: goOn },
    [PAGES]: { value: iteratePages },
    [Symbol.asyncIterator]: { value: iterateItems },
  });
  return body === answer.data ? answer : { ...answer, data: body };
}

function iterateItems(this: AnyPage): AsyncGenerator {
  return itemsFrom(this);
}

function iteratePages(this: AnyPage): AsyncGenerator<AnyPage> {
  return pagesFrom(this);
}

function readBody(answer: Answer): Fields {
  if (isPlainObject(answer.data)) return answer.data;
  throw decodeError(answer, `The answer to a list request is ${describe(answer.data)}; it must be an object.`);
}

/** A list without its items is an answer of another shape; taking it for an empty one would hide what is there. */
function readItems(body: Fields, answer: Answer, { items: path }: PageSpec): readonly unknown[] {
  const items = getPath(body, path);
  if (Array.isArray(items)) return items;
  throw decodeError(answer, `The answer to a list request has ${describe(items)} at "${path}"; it must be an array.`);
}

const repeatedPosition = (answer: Answer, position: Position): DecodeError =>
  decodeError(
    answer,
    `The service gave the position ${JSON.stringify(position)} twice; the list would never end.`,
    'Report it with the request id. What was read so far is in order.',
  );

const refuseToStop = (answer: Answer, spec: PageSpec): DecodeError =>
  decodeError(
    answer,
    'There are more items, but the answer names no position to go on from.',
    `Iterating needs paging by cursor. To page by hand, set ${spec.param.split('.')[0]} for each request yourself.`,
  );

function decodeError({ response, requestId, data }: Answer, message: string, hint?: string): DecodeError {
  const excerpt = data === undefined ? '' : JSON.stringify(data).slice(0, 200);
  return new DecodeError(message, { status: response.status, requestId, excerpt, hint });
}
