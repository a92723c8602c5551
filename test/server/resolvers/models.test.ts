import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ServerOptions } from '../../../src/server/options.js';
import { setupNamespace } from './setup.js';

const MODELS = '/v1/namespaces/ns/models';

async function tar(files: Record<string, string>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, content);
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

async function setupUpload(options: ServerOptions = {}) {
  const caller = await setupNamespace(options);
  const good = gzipSync(await tar({ 'model.onnx': 'weights' }));
  const upload = (fields: Record<string, string> = {}, bytes: Uint8Array = good) => {
    const form = new FormData();
    const all = { name: 'shoe-embedder', version: '1.0.0', model_format: 'onnx', ...fields };
    for (const [name, value] of Object.entries(all)) form.set(name, value);
    form.set('file', new Blob([Uint8Array.from(bytes)], { type: 'application/gzip' }), 'model.tar.gz');
    return caller.call(`POST ${MODELS}`, form);
  };
  return { ...caller, upload, good };
}

describe('uploading a model', () => {
  it('keeps what was sent, its hash and defaults', async () => {
    const { call, upload, good } = await setupUpload();
    const { status, body } = await upload({ task_type: 'embedding', memory_gb: '2' });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      model_id: expect.stringMatching(/^mdl_/),
      deployment_status: 'pending',
      endpoint: '/models/shoe-embedder/1.0.0',
      model_archive_url: `s3://mixpeek-models/ns/${body.model_id}.tar.gz`,
    });
    const { model } = (await call(`GET ${MODELS}/${body.model_id}`)).body;
    expect(model).toMatchObject({
      namespace_id: 'ns',
      name: 'shoe-embedder',
      version: '1.0.0',
      model_format: 'onnx',
      model_hash: createHash('sha256').update(good).digest('hex'),
      framework: null,
      task_type: 'embedding',
      resource_requirements: { num_cpus: 1, num_gpus: 0, memory: 2 * 1024 ** 3 },
    });
  });

  it('deploys over the clock, in the image of the format', async () => {
    const { call, upload, server } = await setupUpload({ deployMs: 5000 });
    const onnx = (await upload()).body.model_id;
    const torch = (await upload({ name: 'other', model_format: 'pytorch' })).body.model_id;
    const model = async (id: string) => (await call(`GET ${MODELS}/${id}`)).body.model;
    server.clock.advance(4999);
    expect(await model(onnx)).toMatchObject({ deployed: false, deployment_info: null });
    server.clock.advance(1);
    expect(await model(onnx)).toMatchObject({
      deployed: true,
      deployment_info: { base_image: 'mixpeek/serve-minimal:latest', deployed_at: '2026-01-01T00:00:05.000Z' },
    });
    expect((await model(torch)).deployment_info.base_image).toBe('mixpeek/serve-gpu:latest');
  });

  it('refuses a name and version that exist, but takes another version', async () => {
    const { upload } = await setupUpload();
    await upload();
    const again = await upload();
    expect([again.status, again.body.error.code]).toEqual([409, 'model_already_exists']);
    expect((await upload({ version: '1.0.1' })).status).toBe(200);
  });

  it.each(['free', 'basic', 'pro'] as const)('refuses the %s tier', async (tier) => {
    const { upload } = await setupUpload({ tier, rateLimit: false });
    const { status, body } = await upload();
    expect([status, body.error]).toMatchObject([403, { type: 'ForbiddenError', code: 'custom_models_not_enabled' }]);
  });

  it('refuses what is not a gzipped tar with files', async () => {
    const { call, upload, good } = await setupUpload();
    const broken = {
      text: Buffer.from('not an archive at all'),
      plainTar: await tar({ a: 'x' }),
      gzippedText: gzipSync('x'.repeat(2000)),
      emptyTar: gzipSync(await tar({})),
      truncated: good.subarray(0, good.length - 12),
    };
    for (const [name, bytes] of Object.entries(broken)) {
      const { status, body } = await upload({}, bytes);
      expect([name, status, body.error.code]).toEqual([name, 400, 'invalid_archive']);
    }
    expect((await upload({}, new Uint8Array())).status).toBe(400);
    expect((await call(`GET ${MODELS}`)).body.total).toBe(0);
  });

  it('refuses an archive over the size limit', async () => {
    const { upload } = await setupUpload({ maxArchiveBytes: 20 });
    const { status, body } = await upload();
    expect([status, body.error.code]).toEqual([400, 'archive_too_large']);
  });

  it('refuses missing fields and unknown formats', async () => {
    const { call, upload } = await setupUpload();
    expect((await upload({ model_format: 'tensorflow' })).status).toBe(422);
    const form = new FormData();
    form.set('name', 'x');
    expect((await call(`POST ${MODELS}`, form)).status).toBe(422);
  });
});

describe('models of a namespace', () => {
  it('are listed in brief, with their endpoint once deployed', async () => {
    const { call, upload } = await setupUpload({ deployMs: 1000 });
    const id = (await upload()).body.model_id;
    const { body } = await call(`GET ${MODELS}`);
    expect(body).toMatchObject({ success: true, total: 1, namespace_id: 'ns' });
    expect(body.models).toMatchObject([{ model_id: id, deployed: false, endpoint: null }]);
  });

  it('are warmed on request', async () => {
    const { call, upload, server } = await setupUpload({ deployMs: 1000 });
    const id = (await upload()).body.model_id;
    const deploy = async () => (await call(`POST ${MODELS}/${id}/deploy`)).body;
    expect(await deploy()).toMatchObject({ deployment_status: 'pending', cached: false });
    server.clock.advance(1000);
    expect(await deploy()).toMatchObject({ deployment_status: 'deployed', cached: true });
  });

  it('are deleted, and not seen from another namespace', async () => {
    const { call, upload } = await setupUpload();
    await call('POST /v1/namespaces/standalone', { namespace_id: 'other' });
    const id = (await upload()).body.model_id;
    expect((await call(`GET /v1/namespaces/other/models/${id}`)).status).toBe(404);
    expect((await call(`DELETE ${MODELS}/${id}`)).body).toMatchObject({ success: true, model_id: id });
    expect((await call(`GET ${MODELS}/${id}`)).status).toBe(404);
    expect((await call(`DELETE ${MODELS}/${id}`)).status).toBe(404);
  });
});

describe('models of the organization', () => {
  async function setupOrgModel(options: ServerOptions = {}, more: object = {}) {
    const caller = await setupNamespace(options);
    const good = gzipSync(await tar({ 'model.safetensors': 'weights' }));
    const request = { name: 'brand_classifier', version: '2.1.0', model_format: 'safetensors' };
    const { body } = await caller.call('POST /v1/models/uploads', { ...request, ...more });
    const put = (bytes: Uint8Array = good) =>
      caller.server.fetch(body.presigned_url, { method: 'PUT', body: Uint8Array.from(bytes) });
    const confirm = (sent: object = {}) => caller.call(`POST /v1/models/uploads/${body.upload_id}/confirm`, sent);
    return { ...caller, upload: body, request, good, put, confirm };
  }

  it('are uploaded to an address of the server, without a key, and registered once', async () => {
    const { call, upload, request, put, confirm, good } = await setupOrgModel();
    expect(upload).toMatchObject({ ...request, presigned_url: `http://local/__mixpeek/uploads/${upload.upload_id}` });
    const hash = createHash('sha256').update(good).digest('hex');
    const sent = await put();
    expect([sent.status, sent.headers.get('etag')]).toEqual([200, `"${hash}"`]);
    const { body } = await confirm({ etag: `"${hash}"`, file_size_bytes: good.length });
    expect(body).toMatchObject({ success: true, validation_status: 'passed' });
    expect((await confirm()).status).toBe(404);
    expect((await put()).status).toBe(404);
    const again = await call('POST /v1/models/uploads', request);
    expect([again.status, again.body.error.details.model_id]).toEqual([409, body.model_id]);
    expect((await call('GET /v1/models')).body).toMatchObject({ total: 1, models: [{ name: 'brand_classifier' }] });
    expect((await call(`GET /v1/models/${body.model_id}`)).body.model.model_hash).toBe(hash);
  });

  it('are registered by one of two uploads of the same version', async () => {
    const { call, server, request, put, confirm, good } = await setupOrgModel();
    const other = (await call('POST /v1/models/uploads', request)).body;
    await server.fetch(other.presigned_url, { method: 'PUT', body: Uint8Array.from(good) });
    await put();
    expect((await confirm()).status).toBe(200);
    expect((await call(`POST /v1/models/uploads/${other.upload_id}/confirm`)).status).toBe(409);
  });

  it('cannot be confirmed before anything came, or when something else came', async () => {
    const { put, confirm } = await setupOrgModel();
    const codeOf = async (sent?: object) => (await confirm(sent)).body.error.code;
    expect(await codeOf()).toBe('upload_not_received');
    await put();
    expect(await codeOf({ file_size_bytes: 1 })).toBe('upload_size_mismatch');
    expect(await codeOf({ etag: '"abc"' })).toBe('upload_etag_mismatch');
  });

  it('are refused when what came is no archive, until another is sent', async () => {
    const { put, confirm } = await setupOrgModel();
    await put(Buffer.from('not gzip'));
    expect((await confirm()).body).toMatchObject({
      success: false,
      model_id: null,
      validation_status: 'failed',
      validation_errors: [expect.stringContaining('gzip')],
    });
    await put();
    expect((await confirm()).body.success).toBe(true);
  });

  it('are refused by size, announced or allowed, and by method', async () => {
    const announced = await setupOrgModel({}, { file_size_bytes: 5 });
    expect(await (await announced.put()).json()).toMatchObject({ error: { code: 'upload_size_mismatch' } });
    const small = await setupOrgModel({ maxArchiveBytes: 10 });
    expect(await (await small.put()).json()).toMatchObject({ error: { code: 'archive_too_large' } });
    const got = await small.server.fetch(small.upload.presigned_url);
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'PUT']);
  });

  it('have addresses that expire', async () => {
    const { put, confirm, server } = await setupOrgModel();
    await put();
    server.clock.advance(3_600_000);
    const late = await put();
    expect([late.status, (await late.json()).error.code]).toEqual([403, 'upload_expired']);
    const { status, body } = await confirm();
    expect([status, body.error.code]).toEqual([400, 'upload_expired']);
  });

  it('keep one archive each in the data directory, and none once they are deleted or have expired', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'mixpeek-models-'));
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
    const { call, put, confirm, server, good } = await setupOrgModel({ dataDir });
    const files = () => readdir(join(dataDir, 'files'));
    await put(gzipSync(await tar({ 'other.bin': 'x' })));
    await put();
    expect(await files()).toHaveLength(1);
    const { model_id: id } = (await confirm()).body;
    const [kept = ''] = await files();
    expect(await readFile(join(dataDir, 'files', kept))).toEqual(good);
    await call(`DELETE /v1/models/${id}`);
    expect(await files()).toEqual([]);
    const request = { name: 'never_confirmed', version: '1.0.0', model_format: 'onnx' };
    const { presigned_url: url } = (await call('POST /v1/models/uploads', request)).body;
    await server.fetch(url, { method: 'PUT', body: Uint8Array.from(good) });
    expect(await files()).toHaveLength(1);
    server.clock.advance(3_600_000);
    await call('GET /v1/models');
    expect(await files()).toEqual([]);
  });

  it('are enabled and disabled by namespace', async () => {
    const { call, put, confirm } = await setupOrgModel();
    await put();
    const id = (await confirm()).body.model_id;
    const enabled = async () => (await call(`GET ${MODELS}/available`)).body.models[0].enabled_in_namespace;
    expect(await enabled()).toBe(false);
    const answer = await call(`POST ${MODELS}/org/${id}/enable`, {
      deploy: true,
      resource_overrides: { num_cpus: 2 },
    });
    expect(answer.body).toMatchObject({ namespace_id: 'ns', deployment_status: 'pending' });
    expect(await enabled()).toBe(true);
    const { model } = (await call(`GET /v1/models/${id}`)).body;
    expect(model).toMatchObject({ deployed: true, resource_overrides: { ns: { num_cpus: 2 } } });
    await call(`POST ${MODELS}/org/${id}/disable`);
    expect(await enabled()).toBe(false);
    expect((await call(`DELETE /v1/models/${id}`)).body.model_id).toBe(id);
    expect((await call(`GET /v1/models/${id}`)).status).toBe(404);
  });
});

it('leaves no operation of which only the form is right', async () => {
  const { server } = await setupNamespace();
  expect(server.coverage().totals).toMatchObject({ shape: 0, missing: 0 });
});
