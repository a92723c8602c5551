import { describe, expect, it } from 'vitest';
import { DecodeError, ValidationError } from '../../src/errors.js';
import type { PageSpec } from '../../src/operation.js';
import { toPage } from '../../src/resources/page.js';
import { PageCall } from '../../src/resources/page-call.js';
import type { AnyPage } from '../../src/resources/page-call.js';
import type { WithResponse } from '../../src/call.js';
import { setupClient, observeClient, bodyOf } from '../helpers/client.js';
import { json } from '../helpers/fetch.js';

type Fields = Readonly<Record<string, unknown>>;

/** A list call over answers that a function gives, and the parameters of each request. */
function list(spec: PageSpec, answer: (params: Fields) => unknown, params: Fields = {}) {
  const asked: Fields[] = [];
  const fetchPage = async (given: Fields) => {
    asked.push(given);
    const response = { status: 200, headers: new Headers(), url: 'https://api.test/v1/things' };
    return { data: answer(given), response, requestId: 'req_7', attempts: [] };
  };
  const first = fetchPage(params).then((answer) => toPage(answer, { spec, params, fetchPage }));
  return { call: new PageCall(first as Promise<WithResponse<AnyPage>>), asked };
}

const items = Array.from({ length: 7 }, (_, index) => index + 1);
const cursorSpec: PageSpec = {
  kind: 'cursor',
  in: 'body',
  param: 'pagination.cursor',
  limit: 'pagination.limit',
  items: 'results',
  next: 'pagination.next_cursor',
};
const at = (params: Fields, ...path: string[]): unknown =>
  path.reduce<unknown>((node, key) => (node as Fields | undefined)?.[key], params);

/** A service that lists by cursor, two or `limit` items at a time. */
function byCursor(params: Fields) {
  const start = Number(at(params, 'pagination', 'cursor') ?? 0);
  const end = start + Number(at(params, 'pagination', 'limit') ?? 2);
  return { results: items.slice(start, end), pagination: { next_cursor: end < items.length ? String(end) : null } };
}

const offsetSpec: PageSpec = { kind: 'offset', in: 'query', param: 'offset', limit: 'limit', items: 'results' };
const skipSpec: PageSpec = { ...offsetSpec, kind: 'skip', param: 'skip', total: 'total' };
const pageSpec: PageSpec = { ...offsetSpec, kind: 'page', param: 'page', limit: 'page_size' };

/** A service that gives at most three items whatever the limit. */
function clamped(params: Fields, start: number, size: unknown): { results: number[]; total: number } {
  return { results: items.slice(start, start + Math.min(Number(size ?? 3), 3)), total: items.length };
}

describe('a list call', () => {
  it('is one page when awaited: the body as it came, with items and the way on', async () => {
    const { call, asked } = list(cursorSpec, byCursor);
    const page = await call;
    expect(JSON.parse(JSON.stringify(page))).toEqual({ results: [1, 2], pagination: { next_cursor: '2' } });
    expect([page.items, page.hasNextPage, page.nextPosition, asked.length]).toEqual([[1, 2], true, '2', 1]);
  });

  it('reads every page by cursor, in the body, keeping the limit and the other fields', async () => {
    const { call, asked } = list(cursorSpec, byCursor, { search: 'x', pagination: { limit: 3 } });
    expect(await call.toArray()).toEqual(items);
    expect(asked).toEqual([
      { search: 'x', pagination: { limit: 3 } },
      { search: 'x', pagination: { limit: 3, cursor: '3' } },
      { search: 'x', pagination: { limit: 3, cursor: '6' } },
    ]);
  });

  it.each([
    ['offset', { ...offsetSpec }, 'offset', {}],
    ['offset with a limit that the service lowers', { ...offsetSpec }, 'offset', { limit: 5 }],
    ['skip with a total', { ...skipSpec }, 'skip', { limit: 3 }],
    ['skip with a total and a limit that the service lowers', { ...skipSpec }, 'skip', { limit: 1000 }],
  ])('reads every page by %s', async (_name, spec, param, params) => {
    const { call, asked } = list(spec, (given) => clamped(given, Number(given[param] ?? 0), given.limit), params);
    expect(await call.toArray()).toEqual(items);
    expect(asked.slice(0, 3).map((given) => given[param])).toEqual([undefined, 3, 6]);
    if (spec.total !== undefined) expect(asked).toHaveLength(3);
  });

  it.each([
    ['with a total', { ...pageSpec, total: 'total' }, { page_size: 3 }, 3],
    ['without a total', pageSpec, { page_size: 3 }, 4],
    ['with a size that the service lowers', { ...pageSpec, total: 'total' }, { page_size: 100 }, 4],
  ])('reads every page by number %s', async (_name, spec, params, requests) => {
    const { call, asked } = list(
      spec,
      (given) => clamped(given, (Number(given.page ?? 1) - 1) * 3, given.page_size),
      params,
    );
    expect(await call.toArray()).toEqual(items);
    expect(asked.map((given) => given.page ?? 1)).toEqual(Array.from({ length: requests }, (_, index) => index + 1));
  });

  it('goes on after an empty page in the middle', async () => {
    const pages: Record<string, unknown> = {
      start: { results: [1], pagination: { next_cursor: 'a' } },
      a: { results: [], pagination: { next_cursor: 'b' } },
      b: { results: [2], pagination: {} },
    };
    const { call } = list(cursorSpec, (given) =>
      structuredClone(pages[(at(given, 'pagination', 'cursor') ?? 'start') as string]),
    );
    expect(await call.toArray()).toEqual([1, 2]);

    const hole = list(skipSpec, (given) => ({ results: given.skip === 2 ? [] : [given.skip ?? 0], total: 5 }), {
      limit: 2,
    });
    expect(await hole.call.toArray({ max: 3 })).toEqual([0, 1, 4]);
  });

  it.each([
    ['the first position', undefined, 'a', ['a', 'a']],
    ['its own position', 'a', 'a', ['a']],
    ['a circle', undefined, undefined, ['a', 'b', 'a']],
  ])('stops with an error when the service repeats %s', async (_name, start, always, cursors) => {
    let round = 0;
    const { call, asked } = list(
      cursorSpec,
      () => ({ results: [round], pagination: { next_cursor: always ?? cursors[round++ % cursors.length] } }),
      start === undefined ? {} : { pagination: { cursor: start } },
    );
    await expect(call.toArray()).rejects.toMatchObject({ name: 'DecodeError', requestId: 'req_7' });
    expect(asked.length).toBeLessThan(4);
  });

  it('can be iterated twice, and from any of its pages', async () => {
    const { call } = list(cursorSpec, byCursor);
    expect(await call.toArray()).toEqual(items);
    expect(await call.toArray()).toEqual(items);
    const pages = [];
    for await (const page of call.pages()) pages.push(page);
    expect(pages.map((page) => page.items)).toEqual([[1, 2], [3, 4], [5, 6], [7]]);
    const rest = [];
    for await (const item of pages[1] ?? []) rest.push(item);
    expect(rest).toEqual([3, 4, 5, 6, 7]);
  });

  it('asks for no more pages than it needs', async () => {
    const { call, asked } = list(cursorSpec, byCursor);
    expect(await call.toArray({ max: 2 })).toEqual([1, 2]);
    for await (const item of call) if (item === 2) break;
    expect(asked).toHaveLength(1);
    expect(await call.toArray({ max: 0 })).toEqual([]);
    await expect(call.toArray({ max: Number.NaN })).rejects.toBeInstanceOf(ValidationError);
  });

  it.each([
    ['no list', { other: [] }],
    ['a list of another kind', { results: { a: 1 } }],
    ['no object', ['a']],
    ['nothing', undefined],
  ])('refuses an answer with %s, which would read as an empty list', async (_name, body) => {
    await expect(list(cursorSpec, () => body).call).rejects.toBeInstanceOf(DecodeError);
  });

  it('does not end silently when there is more but no cursor', async () => {
    const spec = { ...cursorSpec, next: 'pagination.cursor' };
    const { call } = list(spec, () => ({ results: [1], pagination: { cursor: null, has_more: true } }));
    expect((await call).hasNextPage).toBe(false);
    await expect(call.toArray()).rejects.toThrow(/more items/);
    expect(await call.toArray({ max: 1 })).toEqual([1]);
  });

  it('takes the error of a later page to the reader', async () => {
    const { call } = list(cursorSpec, (given) => {
      if (at(given, 'pagination', 'cursor') === '4') throw new Error('broken');
      return byCursor(given);
    });
    const read: unknown[] = [];
    await expect(
      (async () => {
        for await (const item of call) read.push(item);
      })(),
    ).rejects.toThrow('broken');
    expect(read).toEqual([1, 2, 3, 4]);
  });
});

describe('list methods', () => {
  it('put the cursor where the row says: query or body', async () => {
    const first = json({ results: [{ task_id: 'a' }], pagination: { next_cursor: 'c1' } });
    const last = json({ results: [{ task_id: 'b' }], pagination: { next_cursor: null } });
    const { mp, requests } = observeClient([first, last, first, last]);
    await mp.tasks.list({ limit: 1, status: 'FAILED' }).toArray();
    await mp.documents.list({ limit: 1, namespace_id: 'other' }).toArray();
    expect(requests.map(({ url }) => url.replace('https://api.test/v1', ''))).toEqual([
      '/tasks/list?limit=1',
      '/tasks/list?limit=1&cursor=c1',
      '/documents/list',
      '/documents/list',
    ]);
    expect(requests.map(bodyOf)).toEqual([
      { status: 'FAILED' },
      { status: 'FAILED' },
      { limit: 1 },
      { limit: 1, cursor: 'c1' },
    ]);
    expect(requests[3]?.headers['x-namespace']).toBe('other');
  });

  it('read a real list to its end, page by page', async () => {
    const { mp } = setupClient();
    await mp.namespaces.create({ namespace_id: 'ns' });
    const ids = Array.from({ length: 25 }, (_, index) => `d${String(index).padStart(2, '0')}`);
    await mp.namespaces.documents.upsert({ documents: ids.map((id) => ({ document_id: id, vectors: { v: [1, 0] } })) });
    const seen: string[] = [];
    for await (const { document_id: id } of mp.documents.list({ limit: 10 })) seen.push(id);
    expect(seen).toEqual(ids);
    const found = await mp.retrievers
      .executeAdhoc({
        input_schema: {},
        inputs: {},
        stages: [
          {
            stage_name: 'all',
            stage_type: 'filter',
            config: {
              stage_id: 'feature_search',
              parameters: {
                searches: [{ feature_uri: 'v', query: { input_mode: 'vector', value: [1, 0] }, top_k: 25 }],
                final_top_k: 25,
              },
            },
          },
        ],
        pagination: { method: 'cursor', limit: 4 },
      })
      .toArray();
    expect(found.map(({ document_id: id }) => id)).toEqual(ids);
  });

  it('leave a stream of events alone', async () => {
    const { mp } = setupClient();
    await mp.namespaces.create({ namespace_id: 'ns' });
    const events = await mp.retrievers.executeAdhoc({
      input_schema: {},
      inputs: {},
      stages: [
        {
          stage_name: 'all',
          stage_type: 'filter',
          config: { stage_id: 'attribute_filter', parameters: { field: 'a', operator: 'eq', value: 1 } },
        },
      ],
      stream: true,
    });
    const types: string[] = [];
    for await (const event of events) types.push(String(event.event_type));
    expect(types).toContain('execution_complete');
  });
});
