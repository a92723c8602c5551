import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setupNamespace } from './setup.js';

const NS = '?namespace=ns';
const UPSERT = 'POST /v1/namespaces/ns/documents/upsert';

async function setupDocuments(documents: Record<string, object>, options = {}) {
  const caller = await setupNamespace(options);
  await caller.call(UPSERT, {
    documents: Object.entries(documents).map(([document_id, payload]) => ({
      document_id,
      vectors: { v: [1, 0], w: [0.5] },
      payload,
    })),
  });
  const list = async (request: object = {}) => (await caller.call(`POST /v1/documents/list${NS}`, request)).body;
  const ids = async (request: object = {}) =>
    (await list(request)).results.map((found: { document_id: string }) => found.document_id);
  return { ...caller, list, ids };
}

const SHOP = {
  boots: { title: 'Winter boots', price: 90, brand: 'Acme', size: { eu: 42, us: 9 } },
  coat: { title: 'Rain coat', price: 120, brand: 'Acme' },
  hat: { title: 'Sun hat', price: 20 },
  scarf: { title: 'winter scarf', price: null, brand: 'Zephyr' },
};

describe('one document', () => {
  it('is found by header or query, with vectors and their names on request', async () => {
    const { call } = await setupDocuments(SHOP);
    const plain = await call('GET /v1/documents/hat', undefined, { 'x-namespace': 'ns' });
    expect(plain.body).toEqual({
      document_id: 'hat',
      title: 'Sun hat',
      price: 20,
      _internal: {
        namespace_id: 'ns',
        created_at: '2026-01-01T00:00:00.000Z',
        updated_at: '2026-01-01T00:00:00.000Z',
      },
    });
    const { body } = await call(`GET /v1/documents/hat${NS}&return_vectors=true&return_vector_names=true`);
    expect(body).toMatchObject({ vectors: { v: [1, 0], w: [0.5] }, _vectors: ['v', 'w'] });
  });

  it('shows vectors as the shortest numbers that are the same float32', async () => {
    const { call, server } = await setupDocuments(SHOP);
    const vectors = { w: [0.1], v: [1 / 3, 1e-7] };
    await call('POST /v1/namespaces/ns/documents/upsert', { documents: [{ document_id: 'cap', vectors }] });
    const headers = { authorization: 'Bearer key' };
    const response = await server.fetch(`http://local/v1/documents/cap${NS}&return_vectors=true`, { headers });
    expect(await response.text()).toContain('"vectors":{"v":[0.33333334,1e-7],"w":[0.1]}');
  });

  it('is not found under another id', async () => {
    const { call } = await setupDocuments(SHOP);
    const { status, body } = await call(`GET /v1/documents/nope${NS}`);
    expect([status, body.error.details]).toEqual([404, { resource: 'document', id: 'nope' }]);
    expect(body.error.message).toBe('No document has the id "nope".');
  });

  it('keeps payload fields named like its vectors under payload, also where no vectors were asked for', async () => {
    const { call, list } = await setupDocuments({ a: { vectors: 'mine', _vectors: 'mine', title: 'x' } });
    const moved = { document_id: 'a', title: 'x', payload: { vectors: 'mine', _vectors: 'mine' } };
    expect((await call(`GET /v1/documents/a${NS}`)).body).toMatchObject(moved);
    expect((await list()).results).toMatchObject([moved]);
    const changed = await call(`PATCH /v1/documents/a${NS}`, { title: 'y' });
    expect(changed.body).toMatchObject({ ...moved, title: 'y' });
  });

  it('keeps payload fields with reserved names under payload', async () => {
    const { call } = await setupDocuments({ a: { document_id: 'mine', payload: 1, title: 'x' } });
    const { body } = await call(`GET /v1/documents/a${NS}`);
    expect(body).toMatchObject({ document_id: 'a', title: 'x', payload: { document_id: 'mine', payload: 1 } });
  });

  it('is patched field by field: null is stored, vectors stay', async () => {
    const { call, server } = await setupDocuments(SHOP);
    server.clock.advance(1000);
    const patched = await call(`PATCH /v1/documents/boots${NS}`, { price: 80, brand: null, size: { eu: 43 } });
    expect(patched.body).toMatchObject({ title: 'Winter boots', price: 80, brand: null, size: { eu: 43 } });
    const { body } = await call(`GET /v1/documents/boots${NS}`);
    expect(body).toEqual(patched.body);
    expect(body._internal).toMatchObject({
      created_at: '2026-01-01T00:00:00.000Z',
      updated_at: '2026-01-01T00:00:01.000Z',
    });
    expect((await call(`GET /v1/documents/boots${NS}&return_vectors=true`)).body.vectors).toEqual({
      v: [1, 0],
      w: [0.5],
    });
  });

  it('is replaced as a whole, except its vectors', async () => {
    const { call } = await setupDocuments(SHOP);
    const { body } = await call(`PUT /v1/documents/boots${NS}`, { title: 'Boots' });
    expect(Object.keys(body).sort()).toEqual(['_internal', 'document_id', 'title']);
    expect((await call(`GET /v1/documents/boots${NS}&return_vector_names=true`)).body._vectors).toEqual(['v', 'w']);
  });

  it.each([{ document_id: 'x' }, { _internal: {} }, { vectors: { v: [1, 0] } }])(
    'refuses %j in a change',
    async (change) => {
      const { call } = await setupDocuments(SHOP);
      expect((await call(`PATCH /v1/documents/boots${NS}`, change)).status).toBe(422);
      expect((await call(`PUT /v1/documents/boots${NS}`, change)).status).toBe(422);
    },
  );

  it('is seen by plain reads after the lag, and at once with a write token', async () => {
    const { call, server } = await setupNamespace({ lagMs: 1000 });
    const documents = [{ document_id: 'a', vectors: {} }];
    const { body } = await call(UPSERT, { documents, options: { write_token: true } });
    const status = async (headers = {}) => (await call(`GET /v1/documents/a${NS}`, undefined, headers)).status;
    expect(await status()).toBe(404);
    expect(await status({ 'x-write-token': body.write_token })).toBe(200);
    expect(await status({ 'x-write-token': 'wt_forged.abc' })).toBe(400);
    server.clock.advance(1000);
    expect(await status()).toBe(200);
  });
});

describe('listing documents', () => {
  it('orders by id and pages with totals', async () => {
    const { list } = await setupDocuments(SHOP);
    const first = await list({ limit: 3 });
    expect(first.results.map((found: { document_id: string }) => found.document_id)).toEqual(['boots', 'coat', 'hat']);
    expect(first).toMatchObject({ total_count: 4, pagination: { total: 4, page: 1, page_size: 3, total_pages: 2 } });
    const second = await list({ limit: 3, cursor: first.pagination.next_cursor });
    expect(second.results).toMatchObject([{ document_id: 'scarf' }]);
    expect(second.pagination.next_cursor).toBeNull();
  });

  it('filters by payload, by id and by what the service keeps', async () => {
    const { call, ids, server } = await setupDocuments(SHOP);
    server.clock.advance(1000);
    await call(`PATCH /v1/documents/hat${NS}`, { price: 21 });
    expect(await ids({ filters: { field: 'price', operator: 'gte', value: 90 } })).toEqual(['boots', 'coat']);
    expect(await ids({ filters: { brand: 'acme', NOT: { field: 'size.eu', value: 42 } } })).toEqual(['coat']);
    expect(await ids({ filters: { brand: 'acme' }, case_sensitive: true })).toEqual([]);
    expect(await ids({ filters: { field: 'document_id', operator: 'in', value: ['hat', 'coat'] } })).toEqual([
      'coat',
      'hat',
    ]);
    const later = { field: '_internal.updated_at', operator: 'gt', value: '2026-01-01T00:00:00.500Z' };
    expect(await ids({ filters: { AND: [later] } })).toEqual(['hat']);
    expect(await ids({ collection_ids: ['col_1'] })).toEqual([]);
  });

  it('searches the words in all text fields', async () => {
    const { ids } = await setupDocuments(SHOP);
    expect(await ids({ search: 'WINTER' })).toEqual(['boots', 'scarf']);
    expect(await ids({ search: 'winter zephyr' })).toEqual(['scarf']);
    expect(await ids({ search: 'winter', case_sensitive: true })).toEqual(['scarf']);
  });

  it('sorts by several fields, missing values last in both directions', async () => {
    const { ids } = await setupDocuments(SHOP);
    expect(await ids({ sort: { field: 'price', direction: 'desc' } })).toEqual(['coat', 'boots', 'hat', 'scarf']);
    expect(await ids({ sort: [{ field: 'price', direction: 'asc' }] })).toEqual(['hat', 'boots', 'coat', 'scarf']);
    const sort = [{ field: 'brand' }, { field: 'price', direction: 'desc' }];
    expect(await ids({ sort })).toEqual(['coat', 'boots', 'scarf', 'hat']);
  });

  it('selects fields, nested ones too', async () => {
    const { list } = await setupDocuments(SHOP);
    const { results } = await list({ select: ['title', 'size.eu', 'absent'], limit: 1 });
    expect(results[0]).toEqual({
      document_id: 'boots',
      title: 'Winter boots',
      size: { eu: 42 },
      _internal: expect.anything(),
    });
  });

  it('returns vectors, and the names asked for', async () => {
    const { list } = await setupDocuments(SHOP);
    const { results } = await list({ limit: 1, return_vectors: true, return_vector_names: ['w', 'z'] });
    expect(results[0]).toMatchObject({ vectors: { v: [1, 0], w: [0.5] }, _vectors: ['w'] });
  });

  it('groups by a field, and pages by group', async () => {
    const { list } = await setupDocuments(SHOP);
    const first = await list({ group_by: 'brand', limit: 2, sort: { field: 'price', direction: 'desc' } });
    expect(first).toMatchObject({
      results: null,
      group_by_field: 'brand',
      total_documents: 4,
      groups: [
        { group_key: 'Acme', count: 2, documents: [{ document_id: 'coat' }, { document_id: 'boots' }] },
        { group_key: 'Zephyr', count: 1 },
      ],
      stats: { total_groups: 3 },
    });
    const cursor = first.pagination.next_cursor;
    const second = await list({ group_by: 'brand', limit: 2, cursor, sort: { field: 'price', direction: 'desc' } });
    expect(second.groups).toMatchObject([{ group_key: null, count: 1 }]);
  });

  it('goes on after a cursor whose document changed its place', async () => {
    const { call, list } = await setupDocuments(SHOP);
    const sort = { field: 'price', direction: 'asc' };
    const first = await list({ sort, limit: 2 });
    await call(`PATCH /v1/documents/boots${NS}`, { price: 1 });
    const second = await list({ sort, limit: 2, cursor: first.pagination.next_cursor });
    expect(second.results).toMatchObject([{ document_id: 'coat' }, { document_id: 'scarf' }]);
  });

  it('visits every document once by cursor, whatever the order and page size', async () => {
    const price = fc.option(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom('a', 'b'), fc.boolean()), {
      nil: null,
    });
    const arbitrary = fc.record({
      prices: fc.array(price, { minLength: 1, maxLength: 12 }),
      limit: fc.integer({ min: 1, max: 5 }),
      direction: fc.constantFrom('asc', 'desc', undefined),
    });
    await fc.assert(
      fc.asyncProperty(arbitrary, async ({ prices, limit, direction }) => {
        const documents = Object.fromEntries(prices.map((value, index) => [`d${index}`, { price: value }]));
        const { list, server } = await setupDocuments(documents);
        const sort = direction === undefined ? null : { field: 'price', direction };
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const page = await list({ limit, sort, cursor });
          seen.push(...page.results.map((found: { document_id: string }) => found.document_id));
          cursor = page.pagination.next_cursor;
        } while (cursor !== null);
        await server.close();
        expect(seen.toSorted()).toEqual(Object.keys(documents).toSorted());
      }),
      { numRuns: 25 },
    );
  });

  it('runs several listings at once under their keys', async () => {
    const { call } = await setupDocuments(SHOP);
    const query = (key: string, request: object) => ({ key, request });
    const { body } = await call(`POST /v1/documents/list/batch${NS}`, {
      queries: [query('cheap', { filters: { field: 'price', operator: 'lt', value: 50 } }), query('all', { limit: 1 })],
    });
    expect(body.results).toMatchObject([
      { key: 'cheap', response: { total_count: 1, results: [{ document_id: 'hat' }] } },
      { key: 'all', response: { total_count: 4 } },
    ]);
    const twice = await call(`POST /v1/documents/list/batch${NS}`, { queries: [query('a', {}), query('a', {})] });
    expect(twice.status).toBe(422);
  });

  it('refuses what it cannot expand', async () => {
    const { call } = await setupDocuments(SHOP);
    const { status, body } = await call(`POST /v1/documents/list${NS}`, { expand: ['author'] });
    expect([status, body.error.code]).toEqual([400, 'unknown_expansion']);
    expect(body.error.details.available).toContain('collection');
  });
});
