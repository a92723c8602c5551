import { toOwner } from './caller.js';
import type { Caller, Permission, Tier } from './context.js';
import { findKey, refuseUnusableKey, unauthorized, type KeyLookup } from './keys/find-key.js';
import { grantedTo } from './keys/roles.js';
import { tierOf } from './organization.js';
import { forbidden } from './problem.js';
import type { KeyRecord } from './records.js';

/** An accepted key, with a tier of its own or the instance's. */
export type KeyOption = string | { readonly key: string; readonly tier: Tier };

export type Authenticate = (headers: Readonly<Record<string, string>>) => Caller;

export interface AuthenticateParts extends KeyLookup {
  /** The accepted keys besides those that the API made; `undefined`: any. */
  readonly keys: readonly KeyOption[] | undefined;
  readonly tier: Tier;
  readonly now: () => number;
}

/**
 * A key that the API made carries what it was given. Any other bearer key acts as the owner of the organization, unless
 * `keys` lists the accepted ones.
 */
export function createAuthenticate(parts: AuthenticateParts): Authenticate {
  const { keys, tier, state } = parts;
  const known =
    keys && new Map(keys.map((entry) => (typeof entry === 'string' ? [entry, null] : [entry.key, entry.tier])));
  const currentTier = (): Tier => tierOf(state) ?? tier;

  return (headers) => {
    const key = readBearer(headers['authorization']);
    const record = findKey(key, parts);
    if (record !== undefined) return toCaller(record, { key, tier: currentTier(), parts });
    const own = known === undefined ? null : known.get(key);
    if (own === undefined) {
      throw unauthorized(
        'invalid_api_key',
        'The API key is not one that this server accepts. Check the list of keys it was started with.',
      );
    }
    return toOwner(key, own ?? currentTier());
  };
}

function readBearer(header: string | undefined): string {
  if (header === undefined || header.trim() === '') {
    throw unauthorized('missing_api_key', 'No API key was sent. Send the header "Authorization: Bearer <key>".');
  }
  const key = /^bearer\s+(\S+)\s*$/i.exec(header)?.[1];
  if (key === undefined) {
    throw unauthorized('invalid_api_key', 'The Authorization header is not of the form "Bearer <key>".');
  }
  return key;
}

function toCaller(
  record: KeyRecord,
  { key, tier, parts }: { key: string; tier: Tier; parts: AuthenticateParts },
): Caller {
  refuseUnusableKey(record, parts.now());
  if (record.key_type === 'retriever') {
    throw forbidden('A key of a published retriever opens that retriever only, as X-Public-API-Key. Use an API key.', {
      code: 'key_type_not_allowed',
      details: { key_type: record.key_type },
    });
  }
  return {
    key,
    tier,
    keyId: record.id,
    userEmail: record.user_email,
    permissions: permissionsOf(record, parts),
    scopes: record.scopes,
    principalId: record.principal_id,
    requestsPerMinute: record.rate_limit_override,
  };
}

/** What the key was given, as far as the role of its user goes now. */
function permissionsOf(
  { user_id: userId, permissions }: KeyRecord,
  { state }: AuthenticateParts,
): readonly Permission[] {
  const user = userId === null ? undefined : state.get('users', userId);
  if (user === undefined) return permissions;
  if (user.status !== 'active') {
    throw forbidden(`The user ${user.email} is ${user.status}, so the API keys of the user do not work.`, {
      code: `user_${user.status}`,
      details: { user_email: user.email, status: user.status },
    });
  }
  return grantedTo(user.role, permissions);
}
