import { describe, expect, it } from 'vitest';
import { startFileHost, type HostedFile } from '../file-host.js';
import { setupBucket } from './bucket-setup.js';

const CONNECTIONS = '/v1/organizations/connections';
const SYNCS = '/v1/buckets/articles/syncs';

const ARTICLES = {
  bucket_name: 'articles',
  bucket_schema: {
    properties: {
      title: { type: 'string', required: true },
      link: { type: 'string' },
      pubDate: { type: 'datetime' },
      category: { type: 'array', items: { type: 'string' } },
      price: { type: 'number' },
      cover: { type: 'image' },
    },
  },
};

const item = (title: string, more = '') =>
  `<item><guid>${title}</guid><title>${title}</title><link>https://example.com/${title}</link>
   <pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate><category>x</category><category>y</category>${more}</item>`;
const rss = (...items: string[]): HostedFile => ({
  type: 'application/rss+xml',
  body: `<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title>${items.join('')}</channel></rss>`,
});
const json = (value: unknown): HostedFile => ({ type: 'application/json', body: JSON.stringify(value) });

async function setupSync(files: Record<string, HostedFile>) {
  const host = await startFileHost(files);
  const caller = await setupBucket(ARTICLES);
  const connect = async (provider: string, config: object) =>
    (
      await caller.call(`POST ${CONNECTIONS}`, {
        name: provider,
        provider_type: provider,
        provider_config: config,
        test_before_save: false,
      })
    ).body.connection_id;
  const feed = await connect('rss', {});
  const create = async (fields: object = {}) =>
    (await caller.call(`POST ${SYNCS}`, { connection_id: feed, source_path: `${host.url}/feed.xml`, ...fields })).body;
  const get = async (id: string) => (await caller.call(`GET ${SYNCS}/${id}`)).body;
  const titles = async () => {
    const { results } = (await caller.call('POST /v1/buckets/articles/objects/list')).body;
    return results.map(({ title }: { title: string }) => title).sort();
  };
  return { ...caller, host, files, connect, create, get, titles };
}

describe('a sync of a feed', () => {
  it('makes objects of the entries, by fields of the same name', async () => {
    const { server, call, create, get } = await setupSync({ '/feed.xml': rss(item('one'), item('two')) });
    const { sync_config_id: id, ...created } = await create();
    expect(created).toMatchObject({ status: 'PENDING', sync_run_counter: 0, polling_interval_seconds: 300 });
    await server.settle();
    expect(await get(id)).toMatchObject({
      status: 'ACTIVE',
      total_files_discovered: 2,
      total_files_synced: 2,
      total_files_failed: 0,
      sync_run_counter: 1,
      current_sync_run_id: null,
      last_sync_at: '2026-01-01T00:00:00.000Z',
      next_sync_at: '2026-01-01T00:05:00.000Z',
    });
    const { results } = (await call('POST /v1/buckets/articles/objects/list', { filters: { title: 'one' } })).body;
    expect(results).toMatchObject([
      { link: 'https://example.com/one', pubDate: '2026-01-05T10:00:00.000Z', category: ['x', 'y'] },
    ]);
  });

  it('brings what is new or changed on the clock, and nothing twice', async () => {
    const { server, call, files, create, get, titles } = await setupSync({ '/feed.xml': rss(item('one')) });
    const { sync_config_id: id } = await create({ polling_interval_seconds: 60 });
    await server.settle();
    files['/feed.xml'] = rss(item('one'), item('two'));
    await server.settle();
    expect(await titles()).toEqual(['one']);
    server.clock.advance(60_000);
    await server.settle();
    expect(await titles()).toEqual(['one', 'two']);
    files['/feed.xml'] = rss(item('one').replace('https://example.com/one', 'https://example.com/moved'));
    server.clock.advance(60_000);
    await server.settle();
    expect(await get(id)).toMatchObject({ sync_run_counter: 3, total_files_synced: 3, total_files_discovered: 4 });
    const { results } = (await call('POST /v1/buckets/articles/objects/list', { filters: { title: 'one' } })).body;
    expect(results).toMatchObject([{ link: 'https://example.com/moved' }]);
  });

  it('maps by rules, takes files, and counts what does not fit', async () => {
    const files = {
      '/cover.png': { type: 'image/png', body: 'png' },
      '/feed.xml': rss(),
    };
    const { server, call, host, create, get } = await setupSync(files);
    const enclosure = `<enclosure url="${host.url}/cover.png" type="image/png" length="3"/>`;
    files['/feed.xml'] = rss(item('a', `<p:cost>12.5</p:cost>${enclosure}`), item('b', '<p:cost>none</p:cost>'));
    const source = (type: string, more: object) => ({ source: { type, ...more } });
    const mappings = {
      title: { ...source('rss_field', { field: 'title' }), transform: 'uppercase' },
      price: { ...source('rss_field', { field: 'p:cost' }), transform: 'number', required: true },
      link: source('constant', { value: 'fixed' }),
      cover: { target_type: 'blob', ...source('file', {}) },
    };
    const { sync_config_id: id } = await create({ schema_mapping: { mappings } });
    await server.settle();
    expect(await get(id)).toMatchObject({
      total_files_synced: 1,
      total_files_failed: 1,
      last_error: expect.stringContaining('"price"'),
    });
    const [object] = (await call('POST /v1/buckets/articles/objects/list')).body.results;
    expect(object).toMatchObject({
      title: 'A',
      price: 12.5,
      link: 'fixed',
      blobs: [{ property: 'cover', type: 'image', details: { size_bytes: 3, mime_type: 'image/png' } }],
    });
    const { task_ids: tasks } = await get(id);
    expect((await call(`GET /v1/tasks/${tasks[0]}`)).body).toMatchObject({ status: 'COMPLETED_WITH_ERRORS' });
  });

  it('reads Atom, and takes only what passes the filters', async () => {
    const entry = (id: string) =>
      `<entry><id>${id}</id><title>${id}</title><link href="https://example.com/${id}"/><updated>2026-01-05T00:00:00Z</updated></entry>`;
    const feed = {
      type: 'application/atom+xml',
      body: `<feed xmlns="http://www.w3.org/2005/Atom">${entry('new-1')}${entry('old-1')}</feed>`,
    };
    const { server, create, titles } = await setupSync({ '/feed.xml': feed });
    await create({
      file_filters: { include_patterns: ['*-1'], exclude_patterns: ['old*'], modified_after: '2026-01-01' },
    });
    await server.settle();
    expect(await titles()).toEqual(['new-1']);
  });
});

describe('a sync of an HTTP API', () => {
  it('makes objects of the items of the list, by id', async () => {
    const answer = json({
      data: {
        products: [
          { sku: 'a', title: 'A', price: 1 },
          { sku: 'b', title: 'B', price: 'x' },
        ],
      },
    });
    const { server, create, connect, get, titles, host } = await setupSync({ '/v1/products': answer });
    const config = { base_url: `${host.url}/v1`, items_path: 'data.products', id_field: 'sku' };
    const api = await connect('http_api', { ...config, credentials: { headers: { 'x-api-key': 'k' } } });
    const { sync_config_id: id } = await create({
      connection_id: api,
      source_path: 'products',
      sync_mode: 'initial_only',
    });
    await server.settle();
    expect(await titles()).toEqual(['A']);
    expect(await get(id)).toMatchObject({ status: 'COMPLETED', total_files_failed: 1, next_sync_at: null });
    expect(host.seen[0]?.['x-api-key']).toBe('k');
  });

  it('sends its credentials to no other host', async () => {
    const { server, create, connect, get, host } = await setupSync({});
    const api = await connect('http_api', { base_url: host.url });
    const { sync_config_id: id } = await create({ connection_id: api, source_path: '\\\\evil.example.com/x' });
    await server.settle();
    expect((await get(id)).status).toBe('FAILED');
  });
});

describe('a sync', () => {
  it('fails by name where this server does not reach the provider, and tries again', async () => {
    const { server, call, create, connect, get } = await setupSync({});
    const credentials = { role_arn: 'arn:aws:iam::123456789012:role/x', external_id: 'external' };
    const s3 = await connect('s3', { region: 'eu-west-1', credentials });
    const { sync_config_id: id } = await create({ connection_id: s3, source_path: 'photos/2026' });
    await server.settle();
    const failed = await get(id);
    expect(failed).toMatchObject({
      status: 'FAILED',
      last_error: expect.stringContaining('does not reach s3'),
      consecutive_failures: 1,
    });
    expect((await call(`GET /v1/tasks/${failed.task_ids[0]}`)).body.status).toBe('FAILED');
    server.clock.advance(300_000);
    await server.settle();
    expect(await get(id)).toMatchObject({ consecutive_failures: 2, sync_run_counter: 2 });
  });

  it('runs no more while it is paused, and at once when it is resumed', async () => {
    const { server, call, create, get } = await setupSync({ '/feed.xml': rss(item('one')) });
    const { sync_config_id: id } = await create();
    await server.settle();
    const paused = (await call(`POST ${SYNCS}/${id}/pause`)).body;
    expect(paused).toMatchObject({ status: 'SUSPENDED', paused: true, next_sync_at: null });
    server.clock.advance(1000);
    expect((await call(`POST ${SYNCS}/${id}/pause`)).body.paused_at).toBe(paused.paused_at);
    server.clock.advance(900_000);
    await server.settle();
    expect((await get(id)).sync_run_counter).toBe(1);
    expect((await call(`POST ${SYNCS}/${id}/trigger`)).body.error.code).toBe('sync_not_active');
    expect((await call(`POST ${SYNCS}/${id}/resume`)).body).toMatchObject({ status: 'ACTIVE', paused: false });
    await server.settle();
    expect((await get(id)).sync_run_counter).toBe(2);
  });

  it('is triggered, one run at a time', async () => {
    const { server, call, create, get } = await setupSync({ '/feed.xml': rss(item('one')) });
    const { sync_config_id: id } = await create({ sync_mode: 'initial_only' });
    await server.settle();
    const { status, body } = await call(`POST ${SYNCS}/${id}/trigger`);
    expect([status, body]).toMatchObject([200, { sync_config_id: id, sync_run_id: expect.stringMatching(/^run_/) }]);
    await server.settle();
    expect((await call(`GET /v1/tasks/${body.task_id}`)).body).toMatchObject({
      status: 'COMPLETED',
      task_type: 'api_buckets_syncs_run',
      outputs: [{ discovered: 1, synced: 0, skipped: 1 }],
    });
    expect(await get(id)).toMatchObject({ sync_run_counter: 2, status: 'COMPLETED' });
  });

  it('is changed, switched off and on', async () => {
    const { server, call, create, get } = await setupSync({ '/feed.xml': rss(item('one')) });
    const { sync_config_id: id } = await create();
    await server.settle();
    const patch = (body: object) => call(`PATCH ${SYNCS}/${id}`, body);
    expect((await patch({ is_active: false, polling_interval_seconds: 30 })).body).toMatchObject({
      is_active: false,
      next_sync_at: null,
      polling_interval_seconds: 30,
    });
    expect((await patch({ is_active: true })).body.next_sync_at).not.toBeNull();
    expect((await patch({ status: 'SUSPENDED' })).body.paused).toBe(true);
    expect((await patch({ status: 'ACTIVE' })).body.paused).toBe(false);
    expect((await patch({ status: 'COMPLETED' })).status).toBe(422);
    expect((await patch({ polling_interval_seconds: 29 })).status).toBe(422);
    const mapping = { mappings: { nothing: { source: { type: 'constant', value: 1 } } } };
    const { body } = await patch({ schema_mapping: mapping });
    expect(body.error.details.validation_errors[0].location).toEqual(['body', 'schema_mapping', 'mappings', 'nothing']);
    expect((await get(id)).schema_mapping).toBeNull();
  });

  it('names a connection that there is not, and holds on to the one that it reads', async () => {
    const { call, create } = await setupSync({});
    const { error } = await create({ connection_id: 'conn_none' });
    expect(error.details).toMatchObject({ resource: 'connection', field: 'connection_id' });
    const { sync_config_id: id } = await create();
    const { status, body } = await call(`DELETE ${CONNECTIONS}/rss`);
    expect([status, body.error.code, body.error.details.sync_config_ids]).toEqual([409, 'connection_in_use', [id]]);
    expect((await call(`DELETE ${SYNCS}/${id}`)).body.success).toBe(true);
    expect((await call(`DELETE ${CONNECTIONS}/rss`)).status).toBe(200);
    expect((await call(`GET ${SYNCS}/${id}`)).status).toBe(404);
  });

  it('is listed by connection, status and whether it is active', async () => {
    const { server, call, create } = await setupSync({ '/feed.xml': rss() });
    const { sync_config_id: id, connection_id: feed } = await create();
    await create({ source_path: 'https://example.com/other.xml' });
    await server.settle();
    const ids = async (body: object) =>
      (await call(`POST ${SYNCS}/list`, body)).body.results.map(
        (sync: { sync_config_id: string }) => sync.sync_config_id,
      );
    expect(await ids({ connection_id: feed })).toHaveLength(2);
    expect(await ids({ status: 'ACTIVE' })).toEqual([id]);
    expect(await ids({ is_active: false })).toEqual([]);
    expect((await call(`POST ${SYNCS}/list?limit=1`)).body.total).toBe(2);
  });
});
