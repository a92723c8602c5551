import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import type { ServerOptions } from '../../../src/server/index.js';
import { FREE_KEY, type World } from '../ways.js';
import { modelArchive, temporaryFile } from '../model-archive.js';
import { refusal } from './refusal.js';

export const modelServer: ServerOptions = { deployMs: 5_000 };

const namespace = 'my-models';

async function setup({ connect }: World) {
  const mp = connect({ namespace });
  await mp.namespaces.create({ namespace_id: namespace });
  return { mp, models: mp.namespaces.models, bytes: await modelArchive() };
}

/** From a path: multipart on the wire, then the model's life until it is deleted. */
export async function uploadFromPath(world: World): Promise<void> {
  const { models, bytes } = await setup(world);
  const loaded: number[] = [];
  const uploaded = await models.upload(
    {
      file: temporaryFile('model.tar.gz', bytes),
      name: 'ranker',
      version: '1.0.0',
      model_format: 'onnx',
      framework: 'onnxruntime',
      task_type: 'embedding',
      memory_gb: 2,
    },
    { onProgress: (progress) => loaded.push(progress.loaded) },
  );
  expect(uploaded).toEqual({
    success: true,
    model_id: expect.stringMatching(/^mdl_/),
    deployment_status: 'pending',
    endpoint: '/models/ranker/1.0.0',
    model_archive_url: expect.stringContaining(uploaded.model_id),
  });
  expect(loaded.at(-1)).toBeGreaterThanOrEqual(bytes.length);
  expect(world.server.requests.list().at(-1)?.headers['content-type']).toMatch(/^multipart\/form-data; ?boundary=/);

  const { model } = await models.get(uploaded.model_id);
  expect(model).toMatchObject({
    name: 'ranker',
    version: '1.0.0',
    model_format: 'onnx',
    framework: 'onnxruntime',
    task_type: 'embedding',
    model_hash: createHash('sha256').update(bytes).digest('hex'),
    resource_requirements: { num_cpus: 1, num_gpus: 0, memory: 2 * 1024 ** 3 },
    deployed: false,
  });
  world.server.clock.advance(5_000);
  expect((await models.get(uploaded.model_id)).model).toMatchObject({
    deployed: true,
    deployment_info: { base_image: 'mixpeek/serve-minimal:latest' },
  });
  expect(await models.deploy(uploaded.model_id)).toMatchObject({ success: true, deployment_status: 'deployed' });

  expect(await models.list()).toMatchObject({ total: 1, models: [{ model_id: uploaded.model_id, deployed: true }] });
  await models.delete(uploaded.model_id);
  expect(await models.list()).toMatchObject({ total: 0, models: [] });
  expect((await refusal(models.get(uploaded.model_id))).status).toBe(404);
}

/** From streams of both kinds, whose size nobody knows. */
export async function uploadFromStream(world: World): Promise<void> {
  const { models, bytes } = await setup(world);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 50) yield bytes.subarray(at, at + 50);
  }
  const sources = { iterable: pieces(), stream: new Blob([Uint8Array.from(bytes)]).stream() };
  const hash = createHash('sha256').update(bytes).digest('hex');
  for (const [name, file] of Object.entries(sources)) {
    const { model_id: id } = await models.upload({ file, name, version: '1', model_format: 'pytorch' });
    world.server.clock.advance(5_000);
    expect((await models.get(id)).model).toMatchObject({
      name,
      model_hash: hash,
      deployment_info: { base_image: 'mixpeek/serve-gpu:latest' },
    });
  }
}

/** By tier, by name and version, and by what the archive is. */
export async function refuseUploads(world: World): Promise<void> {
  const { models, bytes } = await setup(world);
  const fields = { name: 'ranker', version: '1', model_format: 'safetensors' } as const;

  const free = world.connect({ namespace, apiKey: FREE_KEY }).namespaces.models;
  const byTier = await refusal(free.upload({ file: bytes, ...fields }));
  expect(byTier).toMatchObject({ status: 403, code: 'custom_models_not_enabled' });
  expect(byTier.message).toMatch(/[Ee]nterprise/);

  await models.upload({ file: bytes, ...fields });
  for (const file of [bytes, temporaryFile('again.tar.gz', bytes)]) {
    const taken = await refusal(models.upload({ file, ...fields }));
    expect(taken).toMatchObject({ status: 409, code: 'model_already_exists' });
  }
  await models.upload({ file: bytes, ...fields, version: '2' });

  const noTar = await refusal(models.upload({ file: gzipSync('no tar at all'), ...fields, version: '3' }));
  expect(noTar).toMatchObject({ status: 400, code: 'invalid_archive' });
  const sent = world.server.requests.list().length;
  await expect(models.upload({ file: Buffer.from('plain text'), ...fields, version: '3' })).rejects.toThrow(
    /not a gzip archive/,
  );
  expect(world.server.requests.list()).toHaveLength(sent);
  expect(await models.list()).toMatchObject({ total: 2 });
}
