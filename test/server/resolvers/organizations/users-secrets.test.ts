import { expect, it } from 'vitest';
import { setup } from '../setup.js';
import { setupKeys, USERS } from './key-setup.js';

const ANN = { email: 'Ann@Example.com', user_name: 'Ann' };

it('finds a user by address in any case, and by id', async () => {
  const { call } = setup();
  const { body } = await call(USERS, ANN);
  expect(body).toMatchObject({ email: 'ann@example.com', role: 'member', status: 'active' });
  expect((await call('GET /v1/organizations/users/ANN@example.com')).body).toEqual(body);
  expect((await call(`GET /v1/organizations/users/${body.user_id}`)).body).toEqual(body);
  expect((await call('GET /v1/organizations/users/bob@example.com')).status).toBe(404);
});

it('refuses a taken address, a short name and what is no address', async () => {
  const { call } = setup();
  await call(USERS, ANN);
  expect(await call(USERS, { ...ANN, email: 'ann@example.com' })).toMatchObject({
    status: 409,
    body: { error: { code: 'user_email_taken' } },
  });
  expect((await call(USERS, { email: 'bob@example.com', user_name: 'B' })).status).toBe(422);
  expect((await call(USERS, { email: 'bob', user_name: 'Bob' })).status).toBe(422);
});

it('lists users by role and status, a part at a time', async () => {
  const { call } = setup();
  for (const [name, role] of [
    ['ann', 'admin'],
    ['bob', 'member'],
    ['cyd', 'member'],
  ]) {
    await call(USERS, { email: `${name}@example.com`, user_name: name, role });
  }
  const emails = async (query: string) => {
    const { body } = await call(`GET /v1/organizations/users?${query}`);
    return [body.total, body.results.map((user: { email: string }) => user.email.split('@')[0])];
  };
  expect(await emails('')).toEqual([3, ['ann', 'bob', 'cyd']]);
  expect(await emails('role=member')).toEqual([2, ['bob', 'cyd']]);
  expect(await emails('skip=1&limit=1')).toEqual([3, ['bob']]);
  expect(await emails('status=pending')).toEqual([0, []]);
});

it('changes what is given and keeps the rest', async () => {
  const { call } = setup();
  await call(USERS, { ...ANN, metadata: { team: 'search' } });
  const path = 'PATCH /v1/organizations/users/ann@example.com';
  const { body } = await call(path, { role: 'viewer', user_name: null });
  expect(body).toMatchObject({ role: 'viewer', user_name: 'Ann', metadata: { team: 'search' } });
  expect((await call(path, { role: 'king' })).status).toBe(422);
});

it('revokes the keys of a user with the user', async () => {
  const { call, createKey, as } = await setupKeys();
  const { body } = await createKey();
  const deleted = await call('DELETE /v1/organizations/users/ann@example.com');
  expect(deleted.body).toEqual({
    success: true,
    message: 'The user ann@example.com was deleted, and 1 key was revoked.',
  });
  expect(await as(body.key)('GET /v1/organizations')).toMatchObject({
    status: 401,
    body: { error: { code: 'api_key_revoked' } },
  });
  expect((await call('GET /v1/organizations/users')).body.total).toBe(0);
});

const SECRETS = '/v1/organizations/secrets';

it('keeps secrets and never gives their values out', async () => {
  const { call } = setup();
  const made = await call(`POST ${SECRETS}`, { secret_name: 'token', secret_value: 'hidden-1' });
  expect(made).toEqual({
    status: 201,
    body: { secret_name: 'token', created: true, updated: null, deleted: null },
  });
  expect(await call(`POST ${SECRETS}`, { secret_name: 'token', secret_value: 'x' })).toMatchObject({
    status: 409,
    body: { error: { code: 'secret_name_taken' } },
  });
  const replaced = await call(`PUT ${SECRETS}/token`, { secret_value: 'hidden-2' });
  expect(replaced.body).toMatchObject({ updated: true });
  expect((await call(`GET ${SECRETS}`)).body).toEqual({ secrets: ['token'], count: 1 });
  const logs = await call('GET /v1/organizations/audit/logs');
  expect(JSON.stringify(logs.body)).not.toContain('hidden');
  expect((await call(`DELETE ${SECRETS}/token`)).body).toMatchObject({ deleted: true });
  expect((await call(`DELETE ${SECRETS}/token`)).status).toBe(404);
  expect((await call(`PUT ${SECRETS}/token`, { secret_value: 'x' })).status).toBe(404);
});

it('fills secrets into the templates of a retriever, and names one that is missing', async () => {
  const { call } = setup();
  await call('POST /v1/namespaces/standalone', {
    namespace_id: 'ns',
    vector_configs: [{ name: 'v', dimension: 2 }],
  });
  await call('POST /v1/namespaces/ns/documents/upsert', {
    documents: [
      { document_id: 'a', vectors: { v: [1, 0] }, payload: { owner: 'ann' } },
      { document_id: 'b', vectors: { v: [0, 1] }, payload: { owner: 'bob' } },
    ],
  });
  const search = (owner: string) =>
    call(
      'POST /v1/retrievers/execute',
      {
        collection_identifiers: [],
        input_schema: {},
        inputs: {},
        stages: [
          {
            stage_name: 'mine',
            config: {
              stage_id: 'attribute_filter',
              parameters: { field: 'owner', operator: 'eq', value: owner },
            },
          },
        ],
      },
      { 'x-namespace': 'ns' },
    );
  await call(`POST ${SECRETS}`, { secret_name: 'OWNER', secret_value: 'bob' });
  for (const template of ['{{SECRET.OWNER}}', '{{secrets.OWNER}}']) {
    expect((await search(template)).body.documents).toMatchObject([{ document_id: 'b' }]);
  }
  expect(await search('{{SECRET.NONE}}')).toMatchObject({
    status: 400,
    body: { error: { code: 'unknown_secret', details: { secret_name: 'NONE' } } },
  });
});
