import type { Caller, Tier } from './context.js';

/** Whoever has a key that this server did not make: the owner of the organization, who may do everything. */
export const toOwner = (key: string, tier: Tier): Caller => ({
  key,
  tier,
  keyId: null,
  userEmail: null,
  permissions: ['admin'],
  scopes: [],
  principalId: null,
  requestsPerMinute: null,
});

/** Whoever sent no key, to operations that need none. */
export const ANONYMOUS: Caller = { ...toOwner('', 'free'), permissions: [] };
