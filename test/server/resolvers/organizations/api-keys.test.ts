import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { startReferenceServer } from '../../../helpers/server.js';
import { KEY, KEYS, setupKeys, USERS } from './key-setup.js';

const LIST = 'POST /v1/namespaces/list';
const CREATE = 'POST /v1/namespaces/standalone';

it('shows the secret of a key once, and keeps only its hash', async () => {
  const { call, createKey, server } = await setupKeys();
  const { body: created } = await createKey();
  expect(created.key).toMatch(/^mxp_sk_[0-9A-Za-z]{32}$/);
  expect(created.key_hash).toBe(createHash('sha256').update(created.key).digest('hex'));
  expect(created.key.startsWith(created.key_prefix)).toBe(true);

  const { body: listed } = await call('GET /v1/organizations/users/ann@example.com/api-keys');
  expect(listed).toMatchObject({ total: 1, results: [{ key_id: created.key_id, name: 'ci', status: 'active' }] });
  expect(JSON.stringify([listed, server.requests.list()])).not.toContain(created.key);
});

it.each([
  [['read'], LIST, 200],
  [['read'], CREATE, 403],
  [['write'], LIST, 403],
  [['write'], CREATE, 200],
  [['read', 'write'], 'DELETE /v1/namespaces/other', 403],
  [['delete'], 'DELETE /v1/namespaces/other', 200],
  [['read', 'write', 'delete'], USERS, 403],
  [['admin'], USERS, 200],
  [['admin'], LIST, 200],
])('lets a key with %j ask for %s with %i', async (permissions, operation, status) => {
  const { call, createKey, as } = await setupKeys();
  await call(CREATE, { namespace_id: 'other' });
  const { body } = await createKey({ permissions });
  const request = { namespace_id: 'ns', email: 'bob@example.com', user_name: 'Bob' };
  const answer = await as(body.key)(operation, operation.startsWith('DELETE') ? undefined : request);
  expect(answer.status).toBe(status);
  if (status !== 403) return;
  expect(answer.body.error).toMatchObject({ code: 'missing_permission', details: { permissions } });
  expect(answer.body.error.message).toContain(answer.body.error.details.required_permission);
});

it('gives a new key read and write, as far as the role of its user goes', async () => {
  expect((await (await setupKeys()).createKey()).body.permissions).toEqual(['read', 'write']);
  expect((await (await setupKeys({}, 'viewer')).createKey()).body.permissions).toEqual(['read']);
});

it('refuses permissions beyond the role of the user', async () => {
  const { createKey } = await setupKeys({}, 'member');
  expect(await createKey({ permissions: ['read', 'admin'] })).toMatchObject({
    status: 403,
    body: { error: { code: 'permission_exceeds_role', details: { role: 'member', refused: ['admin'] } } },
  });
});

it('bounds the keys that are there by a new role of their user', async () => {
  const { call, createKey, as } = await setupKeys();
  const { body } = await createKey({ permissions: ['admin'] });
  await call('PATCH /v1/organizations/users/ann@example.com', { role: 'viewer' });
  expect((await as(body.key)(LIST, {})).status).toBe(200);
  expect((await as(body.key)(CREATE, { namespace_id: 'ns' })).status).toBe(403);
});

it('stops the keys of a suspended user until the user is active again', async () => {
  const { call, createKey, as } = await setupKeys();
  const { body } = await createKey();
  await call('PATCH /v1/organizations/users/ann@example.com', { status: 'suspended' });
  expect(await as(body.key)(LIST, {})).toMatchObject({ status: 403, body: { error: { code: 'user_suspended' } } });
  await call('PATCH /v1/organizations/users/ann@example.com', { status: 'active' });
  expect((await as(body.key)(LIST, {})).status).toBe(200);
});

it('refuses a key from the moment at which it expires', async () => {
  const { call, createKey, as, server } = await setupKeys();
  const { body } = await createKey({ expires_at: '2026-01-01T01:00:00Z' });
  server.clock.advance(3_600_000 - 1);
  expect((await as(body.key)(LIST, {})).status).toBe(200);
  server.clock.advance(1);
  expect(await as(body.key)(LIST, {})).toMatchObject({ status: 401, body: { error: { code: 'api_key_expired' } } });
  const { body: keys } = await call('GET /v1/organizations/users/ann@example.com/api-keys');
  expect(keys.results).toMatchObject([{ status: 'expired' }]);

  await call(`PATCH ${KEY}`, { expires_at: '2026-01-02T00:00:00Z' });
  expect((await as(body.key)(LIST, {})).status).toBe(200);
});

it.each(['2026-01-01T00:00:00Z', 'soon'])('refuses the expiry %s', async (expiry) => {
  const { createKey } = await setupKeys();
  const answer = await createKey({ expires_at: expiry });
  expect(answer).toMatchObject({
    status: 422,
    body: { error: { details: { validation_errors: [{ location: ['body', 'expires_at'] }] } } },
  });
});

it('refuses a revoked key, and lists it only when asked', async () => {
  const { call, createKey, as } = await setupKeys();
  const { body } = await createKey();
  expect(await call(`DELETE ${KEY}`)).toMatchObject({ status: 200, body: { success: true } });
  expect(await as(body.key)(LIST, {})).toMatchObject({ status: 401, body: { error: { code: 'api_key_revoked' } } });
  const list = 'GET /v1/organizations/users/ann@example.com/api-keys';
  expect((await call(list)).body).toEqual({ results: [], total: 0 });
  expect((await call(`${list}?include_revoked=true`)).body.results).toMatchObject([
    { status: 'revoked', revoked_by: 'owner', revoked_at: '2026-01-01T00:00:00.000Z' },
  ]);
  expect((await call(`DELETE ${KEY}`)).status).toBe(200);
  expect(await call(`PATCH ${KEY}`, { status: 'active' })).toMatchObject({
    status: 409,
    body: { error: { code: 'api_key_revoked' } },
  });
  expect((await call(`POST ${KEY}/rotate`)).status).toBe(409);
});

it('revokes a key by its status too', async () => {
  const { call, createKey, as } = await setupKeys();
  const { body } = await createKey();
  expect((await call(`PATCH ${KEY}`, { status: 'revoked' })).body.status).toBe('revoked');
  expect((await as(body.key)(LIST, {})).status).toBe(401);
});

it('gives the name of a revoked key to another, and tells the two apart by id', async () => {
  const { call, createKey } = await setupKeys();
  const { body: first } = await createKey();
  expect(await createKey()).toMatchObject({ status: 409, body: { error: { code: 'api_key_name_taken' } } });
  await call(`DELETE ${KEY}`);
  const { body: second } = await createKey();
  const one = `PATCH /v1/organizations/users/ann@example.com/api-keys`;
  expect((await call(`${one}/ci`, { description: 'new' })).body.key_id).toBe(second.key_id);
  expect((await call(`${one}/${first.key_id}`, { description: 'old' })).status).toBe(409);
});

it('refuses the old secret of a rotated key at once', async () => {
  const { call, createKey, as } = await setupKeys();
  const { body: before } = await createKey({ rate_limit_override: 1000 });
  const { body: after } = await call(`POST ${KEY}/rotate`);
  expect(after).toMatchObject({ key_id: before.key_id, rate_limit_override: 1000 });
  expect(after.key).not.toBe(before.key);
  expect((await as(after.key)(LIST, {})).status).toBe(200);
  expect(await as(before.key)(LIST, {})).toMatchObject({ status: 401, body: { error: { code: 'api_key_rotated' } } });
});

it('changes what a key may do from the next request on', async () => {
  const { call, createKey, as } = await setupKeys();
  const { body } = await createKey({ permissions: ['read'] });
  await call(`PATCH ${KEY}`, { permissions: ['read', 'write'], name: 'builds' });
  expect((await as(body.key)(CREATE, { namespace_id: 'ns' })).status).toBe(200);
  expect((await call(`PATCH ${KEY}`, { name: 'x' })).status).toBe(404);
});

it('limits a key by its own rate, also where the server limits nobody', async () => {
  const { createKey, as, call, server } = await setupKeys();
  const { body } = await createKey({ rate_limit_override: 2 });
  const request = as(body.key);
  expect((await request(LIST, {})).status).toBe(200);
  expect((await request(LIST, {})).status).toBe(200);
  expect(await request(LIST, {})).toMatchObject({ status: 429, body: { error: { details: { limit: 2 } } } });
  expect((await call(LIST, {})).status).toBe(200);
  server.clock.advance(30_000);
  expect((await request(LIST, {})).status).toBe(200);
});

it('keeps the keys of the server options and those of the API apart', async () => {
  const { createKey, as, call } = await setupKeys({ keys: ['key'] });
  const { body } = await createKey();
  expect((await as(body.key)(LIST, {})).status).toBe(200);
  expect((await as('another')(LIST, {})).status).toBe(401);
  expect((await call(LIST, {})).status).toBe(200);
});

it('makes a user-scoped key for a principal', async () => {
  const { createKey } = await setupKeys();
  const { body } = await createKey({ principal_id: 'user-7' });
  expect(body).toMatchObject({ principal_id: 'user-7', key: expect.stringMatching(/^usr_sk_/) });
});

it('says when a key was last used, and what for', async () => {
  const { call, createKey, as, server } = await setupKeys();
  const { body } = await createKey();
  server.clock.advance(1000);
  await as(body.key)(LIST, {});
  await as(body.key)('GET /v1/namespaces/none');
  const { body: keys } = await call('GET /v1/organizations/users/ann@example.com/api-keys');
  expect(keys.results[0].last_used_at).toBe('2026-01-01T00:00:01.000Z');
  const usage = `GET /v1/organizations/api-keys/${body.key_id}/usage`;
  expect((await call(usage)).body).toMatchObject({
    total_requests: 2,
    failed_requests: 1,
    by_day: [{ date: '2026-01-01', requests: 2, errors: 1 }],
  });
  expect((await call(`${usage}/endpoints`)).body).toMatchObject([
    { operation: 'namespaces.list', requests: 1, errors: 0 },
    { operation: 'namespaces.get', requests: 1, errors: 1, path: '/v1/namespaces/{namespace_id}' },
  ]);
  expect((await call(`${usage}?start=2026-01-02`)).status).toBe(422);
  expect((await call('GET /v1/organizations/api-keys/key_none/usage')).status).toBe(404);
  server.clock.advance(86_400_000);
  expect((await call(`${usage}?start=2026-01-02`)).body.total_requests).toBe(0);
});

it('holds the quota of keys', async () => {
  const { createKey } = await setupKeys({ tier: 'free', rateLimit: false });
  await createKey({ name: 'a' });
  await createKey({ name: 'b' });
  expect(await createKey({ name: 'c' })).toMatchObject({
    status: 403,
    body: {
      error: { type: 'QuotaExceededError', details: { resource: 'api_keys', current: 2, limit: 2, tier: 'free' } },
    },
  });
});

it('names the user that is not there, and lets foreign keys act as the owner', async () => {
  const { call } = await setupKeys();
  expect(await call(KEYS.replace('ann', 'nobody'), { name: 'x' })).toMatchObject({
    status: 404,
    body: { error: { details: { resource: 'user', id: 'nobody@example.com' } } },
  });
  const fresh = startReferenceServer();
  const answer = await fresh.fetch('http://local/v1/namespaces/list', {
    method: 'POST',
    headers: { authorization: 'Bearer mxp_sk_made_elsewhere', 'content-type': 'application/json' },
    body: '{}',
  });
  expect(answer.status).toBe(200);
});
