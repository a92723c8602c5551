import { expect, it } from 'vitest';
import { setup } from './setup.js';

const IN = { 'x-namespace': 'shop' };

async function setupResources() {
  const caller = setup();
  for (const id of ['shop', 'shop-archive']) {
    await caller.call('POST /v1/namespaces/standalone', { namespace_id: id, description: 'Sold here.' });
  }
  const retriever = (name: string, namespace: string, description?: string) =>
    caller.call(
      'POST /v1/retrievers',
      {
        retriever_name: name,
        description,
        collection_identifiers: [],
        input_schema: {},
        stages: [{ stage_name: 'all', config: { stage_id: 'limit', parameters: {} } }],
      },
      { 'x-namespace': namespace },
    );
  await retriever('find-shoes', 'shop', 'Shoes of the shop.');
  await retriever('shop', 'shop-archive');
  await retriever('workshop', 'shop');
  return caller;
}

it('finds by id, name and description, best first, in the namespace of the request', async () => {
  const { call } = await setupResources();
  const { body } = await call('POST /v1/resources/search', { query: 'SHOP' }, IN);
  expect(body.total).toBe(4);
  expect(body.results.map((result: { resource_name: string }) => result.resource_name)).toEqual([
    'shop',
    'shop-archive',
    'workshop',
    'find-shoes',
  ]);
});

it('looks for some kinds only, a part at a time', async () => {
  const { call } = await setupResources();
  const search = async (body: object) => (await call('POST /v1/resources/search', { query: 'sho', ...body }, IN)).body;
  expect(await search({ resource_types: ['retriever'] })).toMatchObject({ total: 2 });
  expect(await search({ resource_types: ['bucket'] })).toMatchObject({ total: 0, results: [] });
  expect(await search({ limit: 1, offset: 1 })).toMatchObject({ total: 4, limit: 1, offset: 1, results: [{}] });
});

it('refuses an empty query and an unknown namespace', async () => {
  const { call } = await setupResources();
  expect((await call('POST /v1/resources/search', { query: '' }, IN)).status).toBe(422);
  expect((await call('POST /v1/resources/search', { query: 'a' }, { 'x-namespace': 'nowhere' })).status).toBe(404);
});

it('lists retrievers by query as by body', async () => {
  const { call } = await setupResources();
  const { body } = await call('GET /v1/retrievers?limit=1&include_total=true', undefined, IN);
  expect(body).toMatchObject({ total: 2, results: [{ retriever_name: 'workshop' }] });
  const next = await call(`GET /v1/retrievers?limit=1&cursor=${body.pagination.next_cursor}`, undefined, IN);
  expect(next.body.results).toMatchObject([{ retriever_name: 'find-shoes' }]);
});
