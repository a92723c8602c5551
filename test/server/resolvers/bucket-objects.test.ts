import { describe, expect, it } from 'vitest';
import { startFileHost } from '../file-host.js';
import { setupBucket } from './bucket-setup.js';

const errorsOf = (body: { error: { details: { validation_errors: { location: unknown; type: string }[] } } }) =>
  body.error.details.validation_errors.map(({ location, type }) => [type, location]);

const photo = { property: 'photo', type: 'image', data: 's3://photos/shoe.jpg' };

describe('creating an object', () => {
  it('puts fields at the top level, fills in defaults and keeps blobs apart', async () => {
    const { create, bucketId } = await setupBucket();
    const { body } = await create({
      title: 'Red shoe',
      key_prefix: '/2026',
      blobs: [{ ...photo, metadata: { alt: 'A shoe' } }],
    });
    expect(body).toMatchObject({
      object_id: expect.stringMatching(/^obj_/),
      bucket_id: bucketId,
      title: 'Red shoe',
      size: 'm',
      status: 'DRAFT',
      key_prefix: '/2026',
      source_details: [{ type: 'bucket', source_id: bucketId }],
      blobs: [
        {
          blob_id: expect.stringMatching(/^blob_/),
          property: 'photo',
          key_prefix: '/2026',
          properties: { url: 's3://photos/shoe.jpg', alt: 'A shoe' },
          details: { filename: 'shoe.jpg', size_bytes: null },
        },
      ],
    });
  });

  it.each([
    [{}, 'missing', ['body', 'title']],
    [{ title: null }, 'missing', ['body', 'title']],
    [{ title: 1 }, 'string_type', ['body', 'title']],
    [{ title: 'a', price: '1' }, 'number_type', ['body', 'price']],
    [{ title: 'a', size: 'xl' }, 'enum', ['body', 'size']],
    [{ title: 'a', sold: 'yesterday' }, 'datetime_type', ['body', 'sold']],
    [{ title: 'a', pirce: 1 }, 'unknown_field', ['body', 'pirce']],
    [{ title: 'a', photo: 'https://example.com/a.jpg' }, 'blob_expected', ['body', 'photo']],
    [{ title: 'a', blobs: [{ ...photo, property: 'foto' }] }, 'unknown_field', ['body', 'blobs', 0, 'property']],
    [{ title: 'a', blobs: [{ ...photo, type: 'video' }] }, 'type_mismatch', ['body', 'blobs', 0, 'type']],
    [{ title: 'a', blobs: [{ ...photo, data: 'shoe' }] }, 'url', ['body', 'blobs', 0, 'data']],
    [{ title: 'a', blobs: [{ property: 'photo', type: 'image' }] }, 'blob_content', ['body', 'blobs', 0]],
    [{ title: 'a', blobs: [{ ...photo, url: 's3://b/c' }] }, 'blob_content', ['body', 'blobs', 0]],
  ])('names the field of what does not fit the schema: %j', async (object, type, location) => {
    const { create } = await setupBucket();
    const { status, body } = await create(object);
    expect([status, errorsOf(body)[0]]).toEqual([422, [type, location]]);
  });

  it('looks into lists and objects', async () => {
    const item = { type: 'object', properties: { id: { type: 'integer', required: true }, on: { type: 'date' } } };
    const schema = { properties: { items: { type: 'array', items: item } } };
    const { create } = await setupBucket({ bucket_schema: schema });
    expect((await create({ items: [{ id: 1, on: '2026-02-28' }] })).status).toBe(200);
    const { body } = await create({ items: [{ id: 1.5 }, { on: '2026-02-30' }] });
    expect(errorsOf(body)).toEqual([
      ['integer_type', ['body', 'items', 0, 'id']],
      ['missing', ['body', 'items', 1, 'id']],
      ['date_type', ['body', 'items', 1, 'on']],
    ]);
  });

  it('takes a required file as a blob, its URL spelled `data` or `url`', async () => {
    const schema = { properties: { photo: { type: 'image', required: true } } };
    const { create } = await setupBucket({ bucket_schema: schema });
    expect((await create({})).status).toBe(422);
    for (const key of ['data', 'url']) {
      const { body } = await create({ blobs: [{ property: 'photo', type: 'image', [key]: 'gs://b/x.png' }] });
      expect(body.blobs[0].properties).toEqual({ url: 'gs://b/x.png' });
    }
  });

  it('reads data: URLs and values, with size and hash', async () => {
    const { create } = await setupBucket();
    const { body } = await create({
      title: 'a',
      blobs: [
        { property: 'photo', type: 'image', data: 'data:image/png;base64,YWJj' },
        { property: 'price', type: 'number', data: 7 },
      ],
    });
    const hash = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(body.blobs[0].details).toEqual({ filename: null, size_bytes: 3, mime_type: 'image/png', hash });
    expect(body.blobs[1]).toMatchObject({ properties: { data: 7 }, details: { mime_type: 'application/json' } });
    const broken = await create({ title: 'a', blobs: [{ ...photo, data: 'data:image/png;base64,***' }] });
    expect(broken.status).toBe(422);
  });

  it('takes metadata of any form beside the schema', async () => {
    const { create } = await setupBucket();
    expect((await create({ title: 'a', metadata: { source: ['x'] } })).body.metadata).toEqual({ source: ['x'] });
  });

  it('answers the object that is there with skip_duplicates', async () => {
    const { create } = await setupBucket();
    const first = (await create({ title: 'a', blobs: [photo] })).body.object_id;
    const again = await create({ blobs: [photo], title: 'a', skip_duplicates: true });
    expect(again.body.object_id).toBe(first);
    expect((await create({ title: 'a', blobs: [photo] })).body.object_id).not.toBe(first);
    expect((await create({ title: 'a', skip_duplicates: true })).body.object_id).not.toBe(first);
  });
});

describe('the unique key of a bucket', () => {
  const keyed = (policy?: string) =>
    setupBucket({ unique_key: { fields: ['title'], ...(policy === undefined ? {} : { default_policy: policy }) } });

  it('refuses a second object unless told otherwise', async () => {
    const { create } = await keyed();
    const first = (await create({ title: 'a' })).body.object_id;
    const { status, body } = await create({ title: 'a' });
    expect([status, body.error.code, body.error.details.object_id]).toEqual([409, 'unique_key_taken', first]);
  });

  it('changes the object that has it by upsert, and only that by update', async () => {
    const { create, call, objects } = await keyed('upsert');
    const first = (await create({ title: 'a', price: 1, blobs: [photo] })).body;
    const again = (await create({ title: 'a', notes: 'new' })).body;
    expect(again).toMatchObject({ object_id: first.object_id, price: 1, notes: 'new', blobs: first.blobs });
    expect((await create({ title: 'a', price: 2 }, '?policy=update')).body.price).toBe(2);
    expect((await create({ title: 'b' }, '?policy=update')).status).toBe(404);
    expect((await create({ title: 'a' }, '?policy=insert')).status).toBe(409);
    expect((await call(`POST ${objects}/list?include_total=true`)).body.pagination.total).toBe(1);
  });

  it('is required of every object, and kept by changes', async () => {
    const { create, call, objects } = await setupBucket({ unique_key: { fields: ['price'] } });
    expect(errorsOf((await create({ title: 'a' })).body)).toEqual([['missing', ['body', 'price']]]);
    await create({ title: 'a', price: 1 });
    const { object_id: id } = (await create({ title: 'b', price: 2 })).body;
    expect((await call(`PATCH ${objects}/${id}`, { price: 1 })).body.error.code).toBe('unique_key_taken');
    expect((await call(`PATCH ${objects}/${id}`, { price: 2 })).status).toBe(200);
  });

  it('takes known policies, and none without a key', async () => {
    const { create } = await keyed();
    expect(errorsOf((await create({ title: 'a' }, '?policy=merge')).body)).toEqual([['enum', ['query', 'policy']]]);
    const plain = await setupBucket();
    expect((await plain.create({ title: 'a' }, '?policy=upsert')).body.error.code).toBe('unique_key_required');
  });
});

describe('creating several objects', () => {
  it('creates what can be, and says why the others cannot', async () => {
    const { call, objects } = await setupBucket({ unique_key: { fields: ['title'] } });
    const { body } = await call(`POST ${objects}/batch`, {
      objects: [{ title: 'a' }, { price: 1 }, { title: 'a' }, { title: 'b' }],
    });
    expect(body).toMatchObject({ total_requested: 4, succeeded_count: 2, failed_count: 2 });
    expect(body.succeeded.map(({ title }: { title: string }) => title)).toEqual(['a', 'b']);
    expect(body.failed).toEqual([
      { object_index: 1, error: expect.stringContaining('title'), error_type: 'ValidationError' },
      { object_index: 2, error: expect.stringContaining('same title'), error_type: 'AlreadyExistsError' },
    ]);
  });

  it('takes up to 100', async () => {
    const { call, objects } = await setupBucket();
    const many = (count: number) => ({ objects: Array.from({ length: count }, (_, i) => ({ title: `t${i}` })) });
    expect((await call(`POST ${objects}/batch`, many(100))).body.succeeded_count).toBe(100);
    expect((await call(`POST ${objects}/batch`, many(101))).status).toBe(422);
  });
});

describe('changing an object', () => {
  it('sets and removes fields by PATCH, and replaces parts by PUT', async () => {
    const { create, call, objects } = await setupBucket();
    const { object_id: id } = (await create({ title: 'a', price: 1, blobs: [photo] })).body;
    const patched = (await call(`PATCH ${objects}/${id}`, { price: null, notes: 'x' })).body;
    expect(patched).toMatchObject({ title: 'a', notes: 'x', blobs: [{ property: 'photo' }] });
    expect(patched).not.toHaveProperty('price');
    const put = (await call(`PUT ${objects}/${id}`, { metadata: { title: 'b' }, blobs: [] })).body;
    expect(put).toMatchObject({ title: 'b', blobs: [] });
    expect(put).not.toHaveProperty('notes');
    expect(errorsOf((await call(`PUT ${objects}/${id}`, { metadata: { price: 1 } })).body)).toEqual([
      ['missing', ['body', 'metadata', 'title']],
    ]);
  });

  it('is refused when it would make two alike and skip_duplicates is set', async () => {
    const { create, call, objects } = await setupBucket();
    await create({ title: 'a' });
    const { object_id: id } = (await create({ title: 'b' })).body;
    const { body } = await call(`PATCH ${objects}/${id}`, { title: 'a', skip_duplicates: true });
    expect(body.error.code).toBe('duplicate_object');
    expect((await call(`PATCH ${objects}/${id}`, { title: 'a' })).status).toBe(200);
  });

  it('ends with its deletion: 204, then 404', async () => {
    const { create, call, objects } = await setupBucket();
    const { object_id: id } = (await create({ title: 'a' })).body;
    expect(await call(`DELETE ${objects}/${id}`)).toEqual({ status: 204, body: undefined });
    const { status, body } = await call(`DELETE ${objects}/${id}`);
    expect([status, body.error.details]).toEqual([404, { resource: 'object', id }]);
  });
});

describe('lists and aggregates of objects', () => {
  const setupMany = async () => {
    const caller = await setupBucket();
    for (let i = 0; i < 5; i++) await caller.create({ title: `t${i}`, price: i, size: i % 2 === 0 ? 's' : 'm' });
    const list = async (query: string, body: object = {}) =>
      (await caller.call(`POST ${caller.objects}/list${query}`, body)).body;
    const titles = (answer: { results: { title: string }[] }) => answer.results.map(({ title }) => title);
    return { ...caller, list, titles };
  };

  it('are filtered, sorted, searched and cut to fields', async () => {
    const { list, titles } = await setupMany();
    expect(titles(await list(''))).toEqual(['t4', 't3', 't2', 't1', 't0']);
    expect(titles(await list('', { filters: { AND: [{ field: 'price', operator: 'gte', value: 3 }] } }))).toEqual([
      't4',
      't3',
    ]);
    expect(titles(await list('', { sort: { field: 'price' } })).at(0)).toBe('t0');
    expect(titles(await list('', { search: 'T3' }))).toEqual(['t3']);
    const { results, stats } = await list('?limit=1', { select: ['price'] });
    expect(results).toEqual([{ object_id: expect.any(String), bucket_id: expect.any(String), price: 4 }]);
    expect(stats).toMatchObject({ total_objects: 5, objects_by_status: { DRAFT: 5 } });
  });

  it('go on by cursor and by offset', async () => {
    const { list, titles } = await setupMany();
    const first = await list('?limit=2&include_total=true');
    expect(first.pagination).toMatchObject({ total: 5, total_pages: 3 });
    expect(titles(await list(`?limit=2&cursor=${first.pagination.next_cursor}`))).toEqual(['t2', 't1']);
    expect(titles(await list('?limit=2&offset=4'))).toEqual(['t0']);
    const foreign = await list(`?cursor=${first.pagination.next_cursor}`, { search: 't' });
    expect(foreign.error.code).toBe('invalid_cursor');
  });

  it('are grouped and computed over', async () => {
    const { call, objects } = await setupMany();
    const { body } = await call(`POST ${objects}/aggregate`, {
      group_by: [{ field: 'size' }],
      aggregations: [{ function: 'avg', field: 'price', alias: 'avg' }],
      filters: { AND: [{ field: 'price', operator: 'gt', value: 0 }] },
      sort_by: 'avg',
    });
    expect(body).toEqual({
      results: [
        { group: { size: 's' }, metrics: { avg: 3 } },
        { group: { size: 'm' }, metrics: { avg: 2 } },
      ],
      total_groups: 2,
      query_info: { matched_rows: 4, grouped_rows: 4 },
    });
    const wrong = await call(`POST ${objects}/aggregate`, {
      group_by: [{ field: 'a' }],
      aggregations: [{ function: 'sum', alias: 'x' }],
    });
    expect(errorsOf(wrong.body)).toEqual([['value_error', ['body', 'aggregations', 0, 'field']]]);
  });
});

describe('files by URL', () => {
  it('are copied from hosts that the server reaches, and given away by signed addresses', async () => {
    const host = await startFileHost({ '/shoe.jpg': { type: 'image/jpeg', body: 'bytes' } });
    const { server, call, create, objects } = await setupBucket();
    const blob = { ...photo, data: `${host.url}/shoe.jpg` };
    const { object_id: id } = (await create({ title: 'a', blobs: [blob] })).body;
    await server.settle();
    const [copied] = (await call(`GET ${objects}/${id}?return_presigned_urls=true`)).body.blobs;
    expect(copied.details).toMatchObject({ filename: 'shoe.jpg', size_bytes: 5, mime_type: 'image/jpeg' });
    const response = await server.fetch(copied.properties.presigned_url);
    expect([response.headers.get('content-type'), await response.text()]).toEqual(['image/jpeg', 'bytes']);
    server.clock.advance(3_600_000);
    expect((await server.fetch(copied.properties.presigned_url)).status).toBe(403);
  });

  it('are copied once, unless asked for again or not at all', async () => {
    const host = await startFileHost({ '/a.png': { type: 'image/png', body: 'x' } });
    const { server, create } = await setupBucket();
    const blob = { ...photo, data: `${host.url}/a.png` };
    const put = async (more: object) => {
      const { body } = await create({ title: 'a', blobs: [blob], ...more });
      await server.settle();
      return body.blobs[0].details.size_bytes;
    };
    await put({ canonicalize_source: false });
    expect(host.requests()).toBe(0);
    await put({});
    expect(await put({})).toBe(1);
    expect(host.requests()).toBe(1);
    await put({ force_remirror: true });
    expect(host.requests()).toBe(2);
  });

  it('stay URLs where the file does not come', async () => {
    const host = await startFileHost({});
    const { server, create, call, objects } = await setupBucket();
    const blobs = [{ ...photo, data: `${host.url}/gone.png` }];
    const { object_id: id } = (await create({ title: 'a', blobs })).body;
    await server.settle();
    expect((await call(`GET ${objects}/${id}`)).body.blobs[0].details).toMatchObject({ size_bytes: null });
  });

  it('go with the last object that holds them', async () => {
    const host = await startFileHost({ '/a.png': { type: 'image/png', body: 'x' } });
    const { server, create, call, objects } = await setupBucket();
    const blobs = [{ ...photo, data: `${host.url}/a.png` }];
    const ids: string[] = [];
    for (const title of ['a', 'b']) {
      ids.push((await create({ title, blobs })).body.object_id);
      await server.settle();
    }
    const address = async () =>
      (await call(`GET ${objects}/${ids[1]}?return_presigned_urls=true`)).body.blobs[0].properties.presigned_url;
    const url = await address();
    await call(`DELETE ${objects}/${ids[0]}`);
    expect((await server.fetch(url)).status).toBe(200);
    await call(`DELETE ${objects}/${ids[1]}`);
    expect((await server.fetch(url)).status).toBe(404);
  });
});
