import { expect, it } from 'vitest';
import { setupKeys } from './key-setup.js';

const IN = { 'x-namespace': 'ns' };
const RETRIEVER = {
  retriever_name: 'first',
  collection_identifiers: [],
  input_schema: {},
  stages: [
    {
      stage_name: 'all',
      stage_type: 'reduce',
      config: { stage_id: 'limit', parameters: { limit: 5 } },
    },
  ],
};

async function setupScoped(scopes: (retrieverId: string) => object[]) {
  const caller = await setupKeys();
  for (const id of ['ns', 'other']) await caller.call('POST /v1/namespaces/standalone', { namespace_id: id });
  const made = await caller.call('POST /v1/retrievers', RETRIEVER, IN);
  if (made.status !== 200) throw new Error(JSON.stringify(made.body));
  const id = made.body.retriever_id as string;
  const key = await caller.createKey({ permissions: ['admin'], scopes: scopes(id) });
  return { ...caller, id, key, request: caller.as(key.body.key as string) };
}

it('opens one namespace and what is in it, and no other', async () => {
  const { request, id } = await setupScoped(() => [{ resource_type: 'namespace', resource_id: 'ns' }]);
  expect((await request('GET /v1/namespaces/ns')).status).toBe(200);
  expect((await request(`GET /v1/retrievers/${id}`, undefined, IN)).status).toBe(200);
  expect(await request('GET /v1/namespaces/other')).toMatchObject({
    status: 403,
    body: { error: { code: 'out_of_scope', details: { required_operation: 'read_data' } } },
  });
  expect((await request('POST /v1/namespaces/standalone', { namespace_id: 'third' })).status).toBe(403);
  expect((await request('GET /v1/organizations')).status).toBe(403);
});

it('opens one retriever, by id and by name', async () => {
  const { request, id } = await setupScoped((retriever) => [{ resource_type: 'retriever', resource_id: retriever }]);
  expect((await request(`GET /v1/retrievers/${id}`, undefined, IN)).status).toBe(200);
  expect((await request('POST /v1/retrievers/first/execute', { inputs: {} }, IN)).status).toBe(200);
  expect((await request('POST /v1/retrievers/list', {}, IN)).status).toBe(403);
  expect((await request('POST /v1/documents/list', {}, IN)).status).toBe(403);
});

it('opens all of a kind', async () => {
  const { request } = await setupScoped(() => [{ resource_type: 'retriever', resource_id: '*' }]);
  expect((await request('POST /v1/retrievers/list', {}, IN)).status).toBe(200);
  expect((await request('POST /v1/retrievers', { ...RETRIEVER, retriever_name: 'second' }, IN)).status).toBe(200);
  expect((await request('GET /v1/namespaces/ns')).status).toBe(403);
});

it('allows the named operations only', async () => {
  const { request, id } = await setupScoped((retriever) => [
    { resource_type: 'retriever', resource_id: retriever, operations: ['execute_retriever'] },
  ]);
  expect((await request(`POST /v1/retrievers/${id}/execute`, { inputs: {} }, IN)).status).toBe(200);
  expect(await request(`DELETE /v1/retrievers/${id}`, undefined, IN)).toMatchObject({
    status: 403,
    body: { error: { details: { required_operation: 'delete_retriever' } } },
  });
});

it('opens the organization', async () => {
  const { request } = await setupScoped(() => [{ resource_type: 'organization', resource_id: '*' }]);
  expect((await request('GET /v1/organizations')).status).toBe(200);
  expect((await request('GET /v1/namespaces/ns')).status).toBe(403);
});

it('refuses a scope of something that is not there', async () => {
  const { key } = await setupScoped(() => [{ resource_type: 'namespace', resource_id: 'nowhere' }]);
  expect(key).toMatchObject({
    status: 404,
    body: { error: { details: { resource: 'namespace', id: 'nowhere', field: 'scopes.0.resource_id' } } },
  });
});

it('lifts the limits with an empty list', async () => {
  const { call, request } = await setupScoped(() => [{ resource_type: 'namespace', resource_id: 'ns' }]);
  await call('PATCH /v1/organizations/users/ann@example.com/api-keys/ci', { scopes: [] });
  expect((await request('GET /v1/namespaces/other')).status).toBe(200);
});
