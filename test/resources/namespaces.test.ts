import { describe, expect, it } from 'vitest';
import type { CreateNamespaceParams } from '../../src/resources/namespaces.js';
import { bodyOf, observeClient, setupClient } from '../helpers/client.js';
import { json } from '../helpers/fetch.js';

const extractors = [{ feature_extractor_name: 'text_extractor', version: 'v1' }];

describe('namespaces.create', () => {
  it.each<[string, CreateNamespaceParams, string, object]>([
    [
      'standalone by id, named like it',
      { namespace_id: 'n', mode: 'standalone' },
      '/namespaces/standalone',
      { namespace_id: 'n', namespace_name: 'n', mode: 'standalone' },
    ],
    [
      'standalone when there are vectors and no mode',
      { namespace_id: 'n', namespace_name: 'N one', vector_configs: [] },
      '/namespaces/standalone',
      { namespace_id: 'n', namespace_name: 'N one', vector_configs: [] },
    ],
    [
      'standalone when there is only an id',
      { namespace_id: 'n' },
      '/namespaces/standalone',
      { namespace_id: 'n', namespace_name: 'n' },
    ],
    [
      'standalone by name alone, where the service makes the id',
      { namespace_name: 'n' },
      '/namespaces',
      { namespace_name: 'n', mode: 'standalone' },
    ],
    [
      'managed when there are extractors',
      { namespace_name: 'n', feature_extractors: extractors },
      '/namespaces',
      { namespace_name: 'n', feature_extractors: extractors },
    ],
    [
      'managed when it says so',
      { namespace_name: 'n', namespace_id: 'n', mode: 'managed' },
      '/namespaces',
      { namespace_name: 'n', namespace_id: 'n', mode: 'managed' },
    ],
  ])('makes a namespace %s', async (_name, params, path, body) => {
    const { mp, requests } = observeClient(json({ namespace_id: 'n' }));
    await mp.namespaces.create(params);
    expect([requests[0]?.url, bodyOf(requests[0])]).toEqual([`https://api.test/v1${path}`, body]);
  });

  it.each([undefined, null, 'n', 5])('rejects parameters of another type: %j', async (params) => {
    const { mp, requests } = observeClient([]);
    await expect(mp.namespaces.create(params as unknown as CreateNamespaceParams)).rejects.toMatchObject({
      name: 'ValidationError',
    });
    expect(requests).toEqual([]);
  });
});

describe('namespaces.delete', () => {
  it('gives a handle that waits, and still prints as the service answered', async () => {
    const { mp } = setupClient();
    await mp.namespaces.create({ namespace_id: 'ns' });
    const handle = await mp.namespaces.delete('ns');
    expect(Object.keys(handle)).toEqual(['task_id', 'status', 'message']);
    expect(await handle.wait()).toMatchObject({ task_id: handle.task_id, status: 'COMPLETED' });
    await expect(mp.namespaces.get('ns')).rejects.toMatchObject({ status: 404 });
  });

  it('sends nothing when the id is undefined', async () => {
    const { mp, requests } = observeClient([]);
    const id = undefined as unknown as string;
    await expect(mp.namespaces.delete(id)).rejects.toThrow('undefined as the namespace');
    await expect(mp.namespaces.delete({ namespace_id: id })).rejects.toThrow('undefined as the namespace');
    expect(requests).toEqual([]);
  });
});

describe('what the client knows of a namespace', () => {
  const v = (dimension: number) => [{ name: 'v', dimension, metric: 'cosine' as const }];
  const upsert = { documents: [{ document_id: 'd', vectors: { v: [1, 2] } }] };

  it('is learned from create, under id and name', async () => {
    const { mp } = setupClient();
    await mp.namespaces.create({ namespace_id: 'ns', namespace_name: 'by-name', vector_configs: v(3) });
    await expect(mp.namespaces.documents.upsert(upsert)).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(mp.namespaces.documents.upsert({ ...upsert, namespace_id: 'by-name' })).rejects.toThrow(
      'expected 3, got 2',
    );
    await expect(mp.namespaces.documents.upsert(upsert, { namespace: 'by-name' })).rejects.toThrow('expected 3, got 2');
  });

  it('is learned from get, by another client, and kept by withOptions', async () => {
    const { mp, connect } = setupClient();
    await mp.namespaces.create({ namespace_id: 'ns', vector_configs: v(3) });
    const other = connect({ namespace: 'ns' });
    await expect(other.namespaces.documents.upsert(upsert)).rejects.toMatchObject({
      name: 'ApiError',
      status: 400,
      code: 'vector_dimension_mismatch',
    });
    await other.namespaces.get();
    await expect(other.namespaces.documents.upsert(upsert)).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(other.withOptions({ timeoutMs: 1000 }).namespaces.documents.upsert(upsert)).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });

  it('is forgotten with the namespace, under both of its keys', async () => {
    const { mp } = setupClient();
    await mp.namespaces.create({ namespace_id: 'ns', namespace_name: 'by-name', vector_configs: v(3) });
    await (await mp.namespaces.delete('by-name')).wait();
    await mp.request('POST', '/v1/namespaces/standalone', { body: { namespace_id: 'ns', vector_configs: v(2) } });
    expect(await mp.namespaces.documents.upsert(upsert)).toMatchObject({ inserted: 1 });
  });
});
