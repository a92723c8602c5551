import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
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
  async function setupOrgModel() {
    const caller = await setupNamespace();
    const request = { name: 'brand_classifier', version: '2.1.0', model_format: 'safetensors' };
    const { body } = await caller.call('POST /v1/models/uploads', request);
    return { ...caller, upload: body, request };
  }

  it('are registered by confirming an upload, once', async () => {
    const { call, upload, request } = await setupOrgModel();
    expect(upload).toMatchObject({ ...request, upload_id: expect.stringMatching(/^upl_/) });
    const confirmed = await call(`POST /v1/models/uploads/${upload.upload_id}/confirm`);
    expect(confirmed.body).toMatchObject({ success: true, validation_status: 'passed' });
    expect((await call(`POST /v1/models/uploads/${upload.upload_id}/confirm`)).status).toBe(404);
    expect((await call('POST /v1/models/uploads', request)).status).toBe(409);
    expect((await call('GET /v1/models')).body).toMatchObject({ total: 1, models: [{ name: 'brand_classifier' }] });
  });

  it('cannot be confirmed when the address has expired', async () => {
    const { call, upload, server } = await setupOrgModel();
    server.clock.advance(3_600_000);
    const { status, body } = await call(`POST /v1/models/uploads/${upload.upload_id}/confirm`);
    expect([status, body.error.code]).toEqual([400, 'upload_expired']);
  });

  it('are enabled and disabled by namespace', async () => {
    const { call, upload } = await setupOrgModel();
    const id = (await call(`POST /v1/models/uploads/${upload.upload_id}/confirm`)).body.model_id;
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
