import { describe, expect, it } from 'vitest';
import { PRODUCTS, setupBucket, setupIngest } from './bucket-setup.js';

describe('creating a bucket', () => {
  it('answers with what was given, and counts of nothing', async () => {
    const { bucket } = await setupBucket({ metadata: { team: 'catalog' } });
    expect(bucket).toMatchObject({
      bucket_id: expect.stringMatching(/^bkt_/),
      bucket_name: 'products',
      bucket_schema: PRODUCTS.bucket_schema,
      unique_key: null,
      metadata: { team: 'catalog' },
      object_count: 0,
      is_locked: false,
      status: 'ACTIVE',
    });
  });

  it('refuses a name that the namespace has, and only there', async () => {
    const { call, bucketId, server } = await setupBucket();
    const { status, body } = await call('POST /v1/buckets', PRODUCTS);
    expect([status, body.error.code, body.error.details.bucket_id]).toEqual([409, 'bucket_name_taken', bucketId]);
    const headers = { authorization: 'Bearer key', 'content-type': 'application/json' };
    const post = (path: string, body: object, more: object = {}) =>
      server.fetch(`http://local${path}`, {
        method: 'POST',
        headers: { ...headers, ...more },
        body: JSON.stringify(body),
      });
    await post('/v1/namespaces/standalone', { namespace_id: 'other' });
    expect((await post('/v1/buckets', PRODUCTS, { 'x-namespace': 'other' })).status).toBe(200);
  });

  it.each([
    [{ bucket_name: ' ' }, ['body', 'bucket_name']],
    [{ unique_key: { fields: ['sku'] } }, ['body', 'unique_key', 'fields', 0]],
    [
      { bucket_schema: { properties: { status: { type: 'string' } } } },
      ['body', 'bucket_schema', 'properties', 'status'],
    ],
    [
      { bucket_schema: { properties: { n: { type: 'integer', default: 'one' } } } },
      ['body', 'bucket_schema', 'properties', 'n', 'default'],
    ],
    [{ bucket_schema: { properties: { n: { type: 'money' } } } }, ['body', 'bucket_schema', 'properties', 'n', 'type']],
  ])('names what it does not take: %j', async (fields, location) => {
    const { call } = await setupIngest();
    const { status, body } = await call('POST /v1/buckets', { ...PRODUCTS, ...fields });
    expect([status, body.error.details.validation_errors[0].location]).toEqual([422, location]);
  });
});

describe('a bucket', () => {
  it('counts its objects and the bytes of their blobs', async () => {
    const { call, create } = await setupBucket();
    const blob = (text: string) => ({ property: 'notes', type: 'text', data: text });
    await create({ title: 'a', blobs: [blob('12345')] });
    await create({ title: 'b', blobs: [blob('123')] });
    await create({ title: 'c' });
    const { body } = await call('GET /v1/buckets/products');
    expect(body).toMatchObject({
      object_count: 3,
      total_size_bytes: 8,
      storage_stats: { total_size_bytes: 8, avg_size_bytes: 4, max_size_bytes: 5, min_size_bytes: 3 },
      last_upload_at: expect.any(String),
    });
    expect((await call('GET /v1/namespaces/ns')).body).toMatchObject({ bucket_count: 1, object_count: 3 });
  });

  it('is changed in parts: PATCH merges metadata, PUT replaces it', async () => {
    const { call } = await setupBucket({ metadata: { a: 1, b: 2 }, description: 'old' });
    const patched = await call('PATCH /v1/buckets/products', { metadata: { b: null, c: 3 } });
    expect(patched.body).toMatchObject({ metadata: { a: 1, c: 3 }, description: 'old' });
    expect(patched.body.metadata).not.toHaveProperty('b');
    const put = await call('PUT /v1/buckets/products', { bucket_name: 'goods', metadata: { d: 4 } });
    expect(put.body).toMatchObject({ bucket_name: 'goods', metadata: { d: 4 }, description: 'old' });
    expect((await call('GET /v1/buckets/products')).status).toBe(404);
    expect((await call('GET /v1/buckets/goods')).status).toBe(200);
  });

  it('keeps its own name when it is given it, and takes no other bucket’s', async () => {
    const { call } = await setupBucket();
    await call('POST /v1/buckets', { ...PRODUCTS, bucket_name: 'other' });
    expect((await call('PATCH /v1/buckets/products', { bucket_name: 'products' })).status).toBe(200);
    expect((await call('PATCH /v1/buckets/products', { bucket_name: 'other' })).status).toBe(409);
  });

  it('holds a changed schema against later objects only, and keeps the fields of its unique key', async () => {
    const { call, create } = await setupBucket({ unique_key: { fields: ['title'] } });
    const first = (await create({ title: 'a', price: 1 })).body.object_id;
    const schema = { properties: { title: { type: 'string' }, price: { type: 'string' } } };
    expect((await call('PATCH /v1/buckets/products', { bucket_schema: schema })).status).toBe(200);
    expect((await call(`GET /v1/buckets/products/objects/${first}`)).body.price).toBe(1);
    expect((await create({ title: 'b', price: 1 })).status).toBe(422);
    const without = await call('PATCH /v1/buckets/products', { bucket_schema: { properties: {} } });
    expect(without.body.error.details.validation_errors[0].location).toEqual(['body', 'unique_key', 'fields', 0]);
  });

  it('goes with everything in it', async () => {
    const { call, create } = await setupBucket();
    await create({ title: 'a' });
    const { body } = await call('DELETE /v1/buckets/products');
    expect(body).toMatchObject({ success: true, status: 'COMPLETED', message: expect.stringContaining('1 objects') });
    expect((await call(`GET /v1/tasks/${body.task_id}`)).body.outputs).toEqual([
      expect.objectContaining({ objects: 1 }),
    ]);
    expect((await call('GET /v1/buckets/products')).body.error.details).toEqual({ resource: 'bucket', id: 'products' });
    expect((await call('GET /v1/namespaces/ns')).body).toMatchObject({ bucket_count: 0, object_count: 0 });
  });

  it('goes with its namespace', async () => {
    const { call, create } = await setupBucket();
    await create({ title: 'a' });
    const { task_id: id } = (await call('DELETE /v1/namespaces/ns')).body;
    expect((await call(`GET /v1/tasks/${id}`)).body.outputs[0]).toMatchObject({ buckets: 1, objects: 1 });
  });
});

describe('the list of buckets', () => {
  it('is cut by limit and offset of the body, searched, filtered and sorted', async () => {
    const { call } = await setupIngest();
    for (const name of ['red', 'green', 'blue']) await call('POST /v1/buckets', { ...PRODUCTS, bucket_name: name });
    const names = async (body: object) =>
      (await call('POST /v1/buckets/list', body)).body.results.map(
        (bucket: { bucket_name: string }) => bucket.bucket_name,
      );
    expect(await names({})).toEqual(['blue', 'green', 'red']);
    expect(await names({ limit: 1, offset: 1 })).toEqual(['green']);
    expect(await names({ search: 'RE' })).toEqual(['green', 'red']);
    expect(await names({ search: 'RE', case_sensitive: true })).toEqual([]);
    expect(await names({ filters: { bucket_name: 'blue' } })).toEqual(['blue']);
    expect(await names({ sort: { field: 'bucket_name', direction: 'asc' } })).toEqual(['blue', 'green', 'red']);
  });

  it('says how many there are, and sums them up', async () => {
    const { call, create } = await setupBucket();
    await create({ title: 'a' });
    await call('POST /v1/buckets', { ...PRODUCTS, bucket_name: 'empty' });
    const { body } = await call('POST /v1/buckets/list', { limit: 1 });
    expect(body).toMatchObject({
      total_count: 2,
      pagination: { total: 2, page: 1, page_size: 1, total_pages: 2 },
      stats: { total_objects: 1, avg_objects_per_bucket: 0.5 },
    });
  });
});
