import { expect, it } from 'vitest';
import { setup } from './resolvers/setup.js';

const STANDALONE = 'POST /v1/namespaces/standalone';
const IN = { 'x-namespace': 'ns' };

it('holds the namespaces of a tier, and frees a place when one is deleted', async () => {
  const { call } = setup({ tier: 'free', rateLimit: false });
  expect((await call(STANDALONE, { namespace_id: 'ns' })).status).toBe(200);
  expect(await call(STANDALONE, { namespace_id: 'second' })).toMatchObject({
    status: 403,
    body: {
      error: {
        type: 'QuotaExceededError',
        code: 'quota_exceeded',
        details: { resource: 'namespaces', current: 1, limit: 1, tier: 'free' },
      },
    },
  });
  expect((await call('POST /v1/namespaces/ns/clone', { namespace_name: 'copy' })).status).toBe(403);
  await call('DELETE /v1/namespaces/ns');
  expect((await call(STANDALONE, { namespace_id: 'second' })).status).toBe(200);
});

it('holds the retrievers of a tier', async () => {
  const { call } = setup({ tier: 'free', rateLimit: false });
  await call(STANDALONE, { namespace_id: 'ns' });
  const create = (name: string) =>
    call(
      'POST /v1/retrievers',
      {
        retriever_name: name,
        collection_identifiers: [],
        input_schema: {},
        stages: [{ stage_name: 'all', config: { stage_id: 'limit', parameters: {} } }],
      },
      IN,
    );
  for (const name of ['one', 'two', 'three']) expect((await create(name)).status).toBe(200);
  expect((await create('four')).body.error.details).toEqual({
    resource: 'retrievers',
    current: 3,
    limit: 3,
    tier: 'free',
  });
});

it('holds the documents of a tier, and lets the stored ones be written again', async () => {
  const { call } = setup({ tier: 'free', rateLimit: false });
  await call(STANDALONE, { namespace_id: 'ns' });
  const upsert = (from: number, count: number) =>
    call('POST /v1/namespaces/ns/documents/upsert', {
      documents: Array.from({ length: count }, (_, index) => ({
        document_id: `d${from + index}`,
        vectors: { v: [1] },
      })),
    });
  for (let from = 0; from < 10_000; from += 1000) expect((await upsert(from, 1000)).status).toBe(200);
  expect((await upsert(0, 1000)).status).toBe(200);
  expect((await upsert(9_999, 2)).body.error.details).toMatchObject({ resource: 'documents', current: 10_000 });
});

it('holds nothing on the enterprise tier', async () => {
  const { call } = setup();
  for (const id of ['a', 'b', 'c']) expect((await call(STANDALONE, { namespace_id: id })).status).toBe(200);
});
