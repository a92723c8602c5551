import { expect } from 'vitest';
import type { World } from '../ways.js';

/** A user gets a key that reads; it is used, counted, audited, rotated and at last revoked. */
export async function manageKeys({ connect }: World): Promise<void> {
  const mp = connect();
  await mp.namespaces.create({ namespace_id: 'shop' });
  await mp.organizations.users.create({ email: 'ann@example.com', user_name: 'Ann' });
  const made = await mp.organizations.users.apiKeys.create('ann@example.com', {
    name: 'reports',
    permissions: ['read'],
    scopes: [{ resource_type: 'namespace', resource_id: 'shop' }],
  });

  const reader = connect({ apiKey: made.key });
  expect((await reader.namespaces.get('shop')).namespace_name).toBe('shop');
  await expect(reader.namespaces.delete('shop')).rejects.toMatchObject({ status: 403, code: 'missing_permission' });
  await expect(reader.organizations.get()).rejects.toMatchObject({ status: 403, code: 'out_of_scope' });

  const usage = await mp.organizations.apiKeys.usage(made.key_id ?? '');
  expect(usage).toMatchObject({ total_requests: 3, failed_requests: 2 });
  const logs = await mp.organizations.audit.logs.list({ actor_id: made.key_id ?? '' });
  expect(logs.items).toMatchObject([{ action: 'namespace_deleted', resource_id: 'shop', status: 'failure' }]);

  const rotated = await mp.organizations.users.apiKeys.rotate('ann@example.com', 'reports');
  await expect(reader.namespaces.get('shop')).rejects.toMatchObject({ status: 401, code: 'api_key_rotated' });
  const renewed = connect({ apiKey: rotated.key });
  expect((await renewed.namespaces.get('shop')).namespace_name).toBe('shop');

  await mp.organizations.users.delete('ann@example.com');
  await expect(renewed.namespaces.get('shop')).rejects.toMatchObject({ status: 401, code: 'api_key_revoked' });
}
