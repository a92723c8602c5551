import { expect, it } from 'vitest';
import { setupKeys, USERS } from './key-setup.js';

const LOGS = '/v1/organizations/audit/logs';

it('tells who changed what, from what to what', async () => {
  const { call, createKey, as } = await setupKeys();
  const { body: key } = await createKey({ permissions: ['admin'] });
  const request = as(key.key);
  await request('POST /v1/namespaces/standalone', { namespace_id: 'ns' }, { 'user-agent': 'tests' });
  await request('PATCH /v1/organizations/users/ann@example.com', { user_name: 'Anna' });
  const { body: users } = await call('GET /v1/organizations/users');
  const { body } = await call(`GET ${LOGS}?actor_id=${key.key_id}`);
  expect(body).toMatchObject({
    total: 2,
    results: [
      {
        action: 'user_updated',
        resource_type: 'user',
        resource_id: users.results[0].user_id,
        changes: { user_name: { from: 'Ann', to: 'Anna' } },
      },
      {
        action: 'namespace_created',
        resource_id: 'ns',
        actor_type: 'api_key',
        status: 'success',
        user_agent: 'tests',
        request_id: expect.stringMatching(/^req_/),
        ip_address: null,
      },
    ],
  });
  expect((await call(`GET ${LOGS}/${body.results[1].audit_id}`)).body).toEqual(body.results[1]);
  expect((await call(`GET ${LOGS}/aud_none`)).status).toBe(404);
});

it('tells what was refused, but not who is unknown', async () => {
  const { call, createKey, as } = await setupKeys({ keys: ['key'] });
  const { body: key } = await createKey({ permissions: ['read'] });
  await as(key.key)('DELETE /v1/namespaces/ns');
  await as('nobody')('DELETE /v1/namespaces/ns');
  const { body } = await call(`GET ${LOGS}?resource_type=namespace`);
  expect(body.results).toMatchObject([
    { action: 'namespace_deleted', resource_id: 'ns', status: 'failure', actor_id: key.key_id },
  ]);
  expect(body.total).toBe(1);
});

it('names what happens to keys, and shows no secret of theirs', async () => {
  const { call, createKey } = await setupKeys();
  const path = '/v1/organizations/users/ann@example.com/api-keys/ci';
  const { body: key } = await createKey();
  await call(`PATCH ${path}`, { permissions: ['read'] });
  await call(`PATCH ${path}`, { scopes: [] });
  await call(`POST ${path}/rotate`);
  await call(`DELETE ${path}`);
  const { body } = await call(`GET ${LOGS}?resource_type=api_key&resource_id=${key.key_id}`);
  expect(body.results.map((entry: { action: string }) => entry.action)).toEqual([
    'api_key_revoked',
    'api_key_rotated',
    'api_key_scope_updated',
    'permission_updated',
    'api_key_created',
  ]);
  expect(body.results[3].changes).toEqual({ permissions: { from: ['read', 'write'], to: ['read'] } });
  expect(JSON.stringify(body)).not.toContain(key.key_hash);
});

it('filters by action and time, a part at a time', async () => {
  const { call, server } = await setupKeys();
  for (const name of ['bob', 'cyd', 'dan']) {
    server.clock.advance(60_000);
    await call(USERS, { email: `${name}@example.com`, user_name: name });
  }
  const total = async (query: string) => (await call(`GET ${LOGS}?${query}`)).body.total;
  expect(await total('action=user_created')).toBe(4);
  expect(await total('action=user_deleted')).toBe(0);
  expect(await total('start=2026-01-01T00:01:00Z&end=2026-01-01T00:03:00Z')).toBe(2);
  expect((await call(`GET ${LOGS}?skip=1&limit=2`)).body).toMatchObject({ total: 4, skip: 1, limit: 2 });
  expect((await call(`GET ${LOGS}?start=yesterday`)).status).toBe(422);
  expect((await call(`GET ${LOGS}?action=user_fired`)).status).toBe(422);
});

it('records reads once the settings ask for it', async () => {
  const { call } = await setupKeys();
  const settings = '/v1/organizations/audit/settings';
  await call('POST /v1/namespaces/standalone', { namespace_id: 'ns' });
  await call('GET /v1/namespaces/ns');
  expect((await call(`GET ${settings}`)).body).toEqual({ read_auditing_enabled: false });
  expect((await call(`PATCH ${settings}`, { read_auditing_enabled: true })).body.read_auditing_enabled).toBe(true);
  expect((await call(`PATCH ${settings}`, { read_auditing_enabled: null })).body.read_auditing_enabled).toBe(true);
  await call('GET /v1/namespaces/ns');
  await call('POST /v1/namespaces/list', {});
  const { body } = await call(`GET ${LOGS}?action=namespace_accessed`);
  expect(body).toMatchObject({ total: 1, results: [{ resource_id: 'ns' }] });
});

it('changes the organization, and says so', async () => {
  const { call } = await setupKeys();
  const { body } = await call('PATCH /v1/organizations', {
    organization_name: 'Example',
    billing_email: 'billing@example.com',
    logo_url: null,
  });
  expect(body).toMatchObject({
    organization_name: 'Example',
    billing_email: 'billing@example.com',
    account_type: 'enterprise',
    users: [{ email: 'ann@example.com' }],
  });
  expect((await call('PATCH /v1/organizations', { billing_email: 'nowhere' })).status).toBe(422);
  expect((await call('GET /v1/organizations')).body).toEqual(body);
  expect((await call(`GET ${LOGS}?resource_type=organization`)).body.results[1]).toMatchObject({
    action: 'organization_updated',
    resource_id: 'org_local',
  });
});
