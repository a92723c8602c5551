import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ServerOptions } from '../../../src/server/options.js';
import { setupBucket } from './bucket-setup.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function setupUploads(bucket: object = {}, options: ServerOptions = {}) {
  const caller = await setupBucket(bucket, options);
  const uploads = '/v1/buckets/products/uploads';
  const request = { filename: 'shoe.jpg', content_type: 'image/jpeg', object_metadata: { title: 'Shoe' } };
  const begin = async (fields: object = {}) => (await caller.call(`POST ${uploads}`, { ...request, ...fields })).body;
  const put = (url: string, body: string, headers: Record<string, string> = { 'content-type': 'image/jpeg' }) =>
    caller.server.fetch(url, { method: 'PUT', body, headers });
  const confirm = (id: string, body: object = {}, query = '') =>
    caller.call(`POST ${uploads}/${id}/confirm${query}`, body);
  /** The whole way, to a confirmed upload. */
  const upload = async (content: string, fields: object = {}) => {
    const begun = await begin(fields);
    await put(begun.presigned_url, content);
    return (await confirm(begun.upload_id)).body;
  };
  return { ...caller, uploads, begin, put, confirm, upload };
}

describe('uploading a file', () => {
  it('takes the bytes without a key, checks them and makes the object', async () => {
    const { server, call, objects, begin, put, confirm } = await setupUploads();
    const begun = await begin({ file_size_bytes: 5, file_hash: sha256('bytes') });
    expect(begun).toMatchObject({
      upload_id: expect.stringMatching(/^upl_/),
      status: 'PENDING',
      blob_property: 'photo',
      blob_type: 'image',
      presigned_url: `http://local/__mixpeek/uploads/${begun.upload_id}`,
      expires_at: '2026-01-01T01:00:00.000Z',
    });
    const response = await put(begun.presigned_url, 'bytes');
    expect(response.headers.get('etag')).toBe(`"${sha256('bytes')}"`);
    const { body } = await confirm(begun.upload_id, { etag: response.headers.get('etag'), file_size_bytes: 5 });
    expect(body).toMatchObject({ status: 'COMPLETED', file_hash: sha256('bytes'), file_size_bytes: 5 });
    const object = (await call(`GET ${objects}/${body.object_id}?return_presigned_urls=true`)).body;
    expect(object).toMatchObject({
      title: 'Shoe',
      size: 'm',
      blobs: [{ property: 'photo', details: { filename: 'shoe.jpg', size_bytes: 5, mime_type: 'image/jpeg' } }],
    });
    expect(await (await server.fetch(object.blobs[0].properties.presigned_url)).text()).toBe('bytes');
    expect((await confirm(begun.upload_id)).body).toEqual(body);
    expect((await put(begun.presigned_url, 'other')).status).toBe(404);
  });

  it.each([
    [{ file_size_bytes: 4 }, {}, 400, 'upload_size_mismatch'],
    [{ file_hash: sha256('other') }, {}, 400, 'upload_hash_mismatch'],
    [{}, { 'content-type': 'text/plain' }, 403, 'upload_content_type_mismatch'],
  ])('refuses bytes that were not announced: %j', async (fields, headers, status, code) => {
    const { begin, put } = await setupUploads();
    const { presigned_url: url } = await begin(fields);
    const response = await put(url, 'bytes', { 'content-type': 'image/jpeg', ...headers });
    expect([response.status, (await response.json()).error.code]).toEqual([status, code]);
  });

  it('is not confirmed before the bytes came, nor with other ones than were sent', async () => {
    const { begin, put, confirm } = await setupUploads();
    const { upload_id: id, presigned_url: url } = await begin();
    const codeOf = async (body: object) => (await confirm(id, body)).body.error.code;
    expect(await codeOf({})).toBe('upload_not_received');
    await put(url, 'bytes');
    expect(await codeOf({ file_size_bytes: 6 })).toBe('upload_size_mismatch');
    expect(await codeOf({ etag: 'abc' })).toBe('upload_etag_mismatch');
  });

  it('expires on the clock', async () => {
    const { server, call, uploads, begin, put, confirm } = await setupUploads();
    const { upload_id: id, presigned_url: url } = await begin({ presigned_url_expiration: 60 });
    await put(url, 'bytes');
    server.clock.advance(60_000);
    expect((await put(url, 'bytes')).status).toBe(403);
    expect((await confirm(id)).body.error.code).toBe('upload_expired');
    expect((await call(`GET ${uploads}/${id}`)).body.status).toBe('CANCELED');
    expect(
      (await call(`POST ${uploads}`, { filename: 'a', content_type: 'image/png', presigned_url_expiration: 59 }))
        .status,
    ).toBe(422);
  });

  it('makes no object when none is wanted; another object may take the file later', async () => {
    const { create, upload } = await setupUploads();
    const { object_id: none, upload_id: id } = await upload('bytes', { create_object_on_confirm: false });
    expect(none).toBeNull();
    const blobs = [{ property: 'photo', type: 'image', upload_id: id }];
    const { body } = await create({ title: 'a', blobs });
    expect(body.blobs[0]).toMatchObject({ properties: { upload_id: id }, details: { hash: sha256('bytes') } });
    const other = await create({ title: 'a', blobs: [{ ...blobs[0], upload_id: 'upl_unknown' }] });
    expect([other.status, other.body.error.details.field]).toEqual([404, 'body.blobs.0.upload_id']);
  });

  it('says before the bytes are sent what will not fit the schema', async () => {
    const { call, uploads } = await setupUploads();
    const errorOf = async (fields: object) => {
      const { status, body } = await call(`POST ${uploads}`, { filename: 'a', content_type: 'image/png', ...fields });
      return [status, body.error.details.validation_errors[0].location];
    };
    expect(await errorOf({})).toEqual([422, ['body', 'object_metadata', 'title']]);
    expect(await errorOf({ blob_property: 'foto' })).toEqual([422, ['body', 'blob_property']]);
    expect(await errorOf({ blob_property: 'photo', blob_type: 'video' })).toEqual([422, ['body', 'blob_type']]);
  });

  it('asks which field the file is when several would do', async () => {
    const properties = { front: { type: 'image' }, back: { type: 'image' }, manual: { type: 'pdf' } };
    const { call, uploads } = await setupUploads({ bucket_schema: { properties } });
    const begin = (type: string) => call(`POST ${uploads}`, { filename: 'a', content_type: type });
    expect((await begin('image/png')).body.error.message).toContain('front, back, manual');
    expect((await begin('application/pdf')).body.blob_property).toBe('manual');
  });

  it('keeps the file, and makes no object, where the unique key is taken', async () => {
    const { create, upload } = await setupUploads({ unique_key: { fields: ['title'] } });
    const { object_id: first } = (await create({ title: 'Shoe' })).body;
    const done = await upload('bytes');
    expect(done).toMatchObject({ status: 'COMPLETED', object_id: null, message: expect.stringContaining(first) });
  });

  it('waits for a task with async', async () => {
    const { server, call, uploads, begin, put, confirm } = await setupUploads({}, { taskMs: 1000 });
    const { upload_id: id, presigned_url: url } = await begin();
    expect((await confirm(id, {}, '?async=true')).body.error.code).toBe('upload_not_received');
    await put(url, 'bytes');
    const { body } = await confirm(id, {}, '?async=true');
    expect(body).toMatchObject({ status: 'PROCESSING', object_id: null, task_id: expect.stringMatching(/^tsk_/) });
    server.clock.advance(1000);
    const task = (await call(`GET /v1/tasks/${body.task_id}`)).body;
    expect(task).toMatchObject({ status: 'COMPLETED', task_type: 'api_buckets_uploads_confirm' });
    expect((await call(`GET ${uploads}/${id}`)).body).toMatchObject({
      status: 'COMPLETED',
      object_id: task.outputs[0].object_id,
    });
  });
});

describe('a file that the bucket has already', () => {
  it('is not sent again when its hash is given', async () => {
    const { begin, upload, confirm } = await setupUploads();
    const first = await upload('bytes');
    const again = await begin({ file_hash: sha256('bytes') });
    expect(again).toMatchObject({
      status: 'SKIPPED',
      is_duplicate: true,
      presigned_url: null,
      duplicate_of_upload_id: first.upload_id,
      existing_object_id: first.object_id,
    });
    expect((await confirm(again.upload_id)).body.object_id).toBe(first.object_id);
    expect((await begin({ file_hash: sha256('bytes'), skip_duplicates: false })).is_duplicate).toBe(false);
  });
});

describe('several uploads', () => {
  it('begin together with what they share, or not at all', async () => {
    const { call, uploads } = await setupUploads();
    const files = ['a.png', 'b.png'].map((filename) => ({ filename, content_type: 'image/png' }));
    const shared = { shared_metadata: { run: 1 }, shared_object_metadata: { title: 'T', price: 1 } };
    const own = { ...files[1], object_metadata: { price: 2 } };
    const { body } = await call(`POST ${uploads}/batch`, { uploads: [files[0], own], ...shared });
    expect(body).toMatchObject({
      total: 2,
      uploads: [
        { filename: 'a.png', metadata: { run: 1 }, object_metadata: { title: 'T', price: 1 } },
        { filename: 'b.png', object_metadata: { title: 'T', price: 2 } },
      ],
    });
    const refused = await call(`POST ${uploads}/batch`, { uploads: [own, files[0]] });
    expect(refused.body.error.details.validation_errors[0].location.slice(0, 3)).toEqual(['body', 'uploads', '0']);
    expect((await call(`POST ${uploads}/list`)).body.results).toHaveLength(2);
  });

  it('are confirmed by a task that tells of each', async () => {
    const { server, call, uploads, begin, put } = await setupUploads({ unique_key: { fields: ['title'] } });
    const [one, two, three] = [await begin(), await begin(), await begin({ object_metadata: { title: 'Other' } })];
    for (const { presigned_url: url } of [one, two]) await put(url, 'bytes');
    const confirmations = [one, two, three, { upload_id: 'upl_none' }].map(({ upload_id }) => ({ upload_id }));
    const { body } = await call(`POST ${uploads}/confirm/batch`, { confirmations });
    expect(body).toMatchObject({ confirmations_count: 4, status: 'PENDING', task: { task_id: body.task_id } });
    await server.settle();
    const task = (await call(`GET /v1/tasks/${body.task_id}`)).body;
    expect(task.status).toBe('COMPLETED_WITH_ERRORS');
    const [first, second, ...failed] = task.outputs;
    expect(first.object_id).toMatch(/^obj_/);
    expect(second).toMatchObject({
      status: 'COMPLETED',
      object_id: null,
      message: expect.stringContaining(first.object_id),
    });
    expect(failed.map(({ error }: { error: string }) => error)).toEqual([
      expect.stringContaining('Nothing was uploaded'),
      expect.stringContaining('upl_none'),
    ]);
    expect((await call(`GET ${uploads}/${three.upload_id}`)).body.status).toBe('FAILED');
  });
});

describe('uploads of a bucket', () => {
  it('are listed by body or query, with sums', async () => {
    const { call, uploads, upload, begin } = await setupUploads();
    await upload('12345');
    await begin({ filename: 'later.jpg' });
    const list = async (query: string, body: object = {}) => (await call(`POST ${uploads}/list${query}`, body)).body;
    const { results, stats } = await list('');
    expect(results.map(({ filename }: { filename: string }) => filename)).toEqual(['later.jpg', 'shoe.jpg']);
    expect(stats).toEqual({
      total_uploads: 2,
      total_size_bytes: 5,
      uploads_by_status: { PENDING: 1, COMPLETED: 1 },
      avg_file_size_bytes: 5,
      unique_buckets: 1,
    });
    expect((await list('', { limit: 1 })).results).toHaveLength(1);
    expect((await list('?limit=1&include_total=true')).pagination).toMatchObject({ total: 2, page_size: 1 });
    expect((await list('', { search: 'later' })).results).toHaveLength(1);
    expect((await list('', { filters: { status: 'COMPLETED' } })).results).toHaveLength(1);
  });

  it('show where to put or get their bytes when asked', async () => {
    const { server, call, uploads, upload, begin } = await setupUploads();
    const pending = await begin();
    const done = await upload('bytes');
    const urlOf = async (id: string, query = '?return_presigned_urls=true') =>
      (await call(`GET ${uploads}/${id}${query}`)).body.presigned_url;
    expect(await urlOf(pending.upload_id)).toBe(pending.presigned_url);
    expect(await (await server.fetch(await urlOf(done.upload_id))).text()).toBe('bytes');
    expect(await urlOf(done.upload_id, '')).toBeNull();
  });

  it('are deleted: an address takes nothing more, and an object keeps its file', async () => {
    const { server, call, uploads, objects, upload, begin, put } = await setupUploads();
    const pending = await begin();
    expect((await call(`DELETE ${uploads}/${pending.upload_id}`)).status).toBe(204);
    expect((await put(pending.presigned_url, 'x')).status).toBe(404);
    const done = await upload('bytes');
    await call(`DELETE ${uploads}/${done.upload_id}`);
    expect((await call(`GET ${uploads}/${done.upload_id}`)).status).toBe(404);
    const object = (await call(`GET ${objects}/${done.object_id}?return_presigned_urls=true`)).body;
    const { presigned_url: url } = object.blobs[0].properties;
    expect((await server.fetch(url)).status).toBe(200);
    await call(`DELETE ${objects}/${done.object_id}`);
    expect((await server.fetch(url)).status).toBe(404);
  });
});
