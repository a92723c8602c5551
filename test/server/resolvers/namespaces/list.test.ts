import { describe, expect, it } from 'vitest';
import { doc, setup, setupNamespace, STANDALONE, upsert } from '../setup.js';

describe('reading namespaces', () => {
  it('finds by id and by name, with true counts', async () => {
    const { call } = await setupNamespace({}, { namespace_name: 'Legal Docs' });
    await call(upsert, { documents: [doc('a'), doc('b')] });
    for (const named of ['ns', encodeURIComponent('Legal Docs')]) {
      const { body } = await call(`GET /v1/namespaces/${named}`);
      expect(body).toMatchObject({
        namespace_id: 'ns',
        document_count: 2,
        vector_configs: [{ name: 'v', dimension: 2, metric: 'cosine' }],
        qdrant_status: { status: 'green', points_count: 2, indexed_vectors_count: 2 },
      });
    }
    expect((await call('GET /v1/namespaces/nope')).body.error.details).toEqual({ resource: 'namespace', id: 'nope' });
  });

  it('says that the store is yellow while plain reads lag behind', async () => {
    const { call, server } = await setupNamespace({ lagMs: 1000 });
    await call(upsert, { documents: [doc('a')] });
    const status = async () => (await call('GET /v1/namespaces/ns')).body.qdrant_status;
    expect(await status()).toMatchObject({ status: 'yellow', points_count: 1, indexed_vectors_count: 0 });
    server.clock.advance(1000);
    expect(await status()).toMatchObject({ status: 'green', indexed_vectors_count: 1 });
  });
});

describe('listing namespaces', () => {
  async function setupMany() {
    const caller = setup();
    for (const name of ['alpha', 'beta', 'gamma', 'delta', 'epsilon']) {
      await caller.call(STANDALONE, { namespace_id: name, description: name < 'c' ? 'Early letters' : 'later' });
      caller.server.clock.advance(1000);
    }
    const ids = async (query: string, body?: object) =>
      (await caller.call(`POST /v1/namespaces/list${query}`, body)).body.results.map(
        (ns: { namespace_id: string }) => ns.namespace_id,
      );
    return { ...caller, ids };
  }

  it('gives the newest first', async () => {
    const { ids } = await setupMany();
    expect(await ids('')).toEqual(['epsilon', 'delta', 'gamma', 'beta', 'alpha']);
  });

  it('filters, searches and sorts', async () => {
    const { ids } = await setupMany();
    expect(await ids('', { filters: { field: 'namespace_id', operator: 'starts_with', value: 'al' } })).toEqual([
      'alpha',
    ]);
    expect(await ids('', { search: 'EARLY', sort: { field: 'namespace_name', direction: 'asc' } })).toEqual([
      'alpha',
      'beta',
    ]);
    expect(await ids('', { search: 'EARLY', case_sensitive: true })).toEqual([]);
    expect(await ids('?limit=2', { sort: { field: 'namespace_id', direction: 'desc' } })).toEqual(['gamma', 'epsilon']);
  });

  it('pages by offset with totals', async () => {
    const { call } = await setupMany();
    const { body } = await call('POST /v1/namespaces/list?limit=2&offset=2&include_total=true');
    expect(body.total_count).toBe(5);
    expect(body.pagination).toMatchObject({
      total: 5,
      page: 2,
      page_size: 2,
      total_pages: 3,
      previous_page: '?limit=2&offset=0',
    });
    expect(body.stats).toMatchObject({ total_documents: 0, total_feature_extractors: 0 });
  });

  it('pages by cursor, undisturbed by namespaces that come and go', async () => {
    const { call, server } = await setupMany();
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 10; page += 1) {
      const { body } = await call(`POST /v1/namespaces/list?limit=2${cursor}`);
      seen.push(...body.results.map((ns: { namespace_id: string }) => ns.namespace_id));
      if (body.pagination.next_cursor === null) break;
      cursor = `&cursor=${body.pagination.next_cursor}`;
      await call(STANDALONE, { namespace_id: `new-${page}` });
      if (page === 0) await call('DELETE /v1/namespaces/delta');
      server.clock.advance(1000);
    }
    expect(seen).toEqual(['epsilon', 'delta', 'gamma', 'beta', 'alpha']);
  });

  it('refuses cursors that are not its own or of another query', async () => {
    const { call } = await setupMany();
    const { body } = await call('POST /v1/namespaces/list?limit=2');
    const cursor = body.pagination.next_cursor;
    for (const [query, request] of [
      ['?cursor=abc', {}],
      [`?cursor=${cursor}`, { search: 'x' }],
    ] as const) {
      const refused = await call(`POST /v1/namespaces/list${query}`, request);
      expect([refused.status, refused.body.error.code]).toEqual([400, 'invalid_cursor']);
    }
  });

  it('refuses an unknown operator', async () => {
    const { call } = await setupMany();
    const filters = { AND: [{ field: 'mode', operator: 'between', value: 1 }] };
    const { status } = await call('POST /v1/namespaces/list', { filters });
    expect([400, 422]).toContain(status);
  });
});
