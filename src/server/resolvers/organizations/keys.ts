import type { JsonObject } from '../../../internal/json.js';
import type { Permission, RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { textOf, textOrNull } from '../../json-object.js';
import { permissionsOfRole } from '../../keys/roles.js';
import { newKeySecret, shownPrefix } from '../../keys/secret-of-key.js';
import { conflict, forbidden, notFound, unprocessable } from '../../problem.js';
import { checkQuota } from '../../quota.js';
import type { KeyRecord, UserRecord } from '../../records.js';
import { actorOf, isExpired, revokeKey, toKeyView } from './keys-state.js';
import { readScopes } from './read-scopes.js';
import { findUser } from './users.js';

export function listKeys(context: RequestContext): ResolverResult {
  const user = findUser(context);
  const keys = keysOf(user, context).filter(
    ({ status }) => status === 'active' || context.query['include_revoked'] === true,
  );
  return { body: { results: keys.map((key) => toKeyView(key, context)), total: keys.length } };
}

export function createKey(context: RequestContext): ResolverResult {
  const { body, services, tx, caller } = context;
  const user = findUser(context);
  const name = textOf(body, 'name');
  refuseTakenName(name, { user, context });
  checkQuota(context, 'api_keys');
  const principalId = textOrNull(body['principal_id']);
  const secret = newKeySecret(principalId === null ? 'mxp_sk_' : 'usr_sk_', services.random);
  const key: KeyRecord = {
    id: services.id('key'),
    ...secretFields(secret, context),
    key_type: 'standard',
    subscription_id: null,
    retriever_id: null,
    namespace_id: null,
    user_id: user.id,
    user_email: user.email,
    name,
    description: textOf(body, 'description'),
    permissions: readPermissions(body, user),
    scopes: [...(readScopes(body['scopes'], context) ?? [])],
    rate_limit_override: numberOrNull(body['rate_limit_override']),
    status: 'active',
    expires_at: readExpiry(body, services.clock.now()),
    created_at: isoTime(services.clock.now()),
    created_by: actorOf(caller),
    revoked_at: null,
    revoked_by: null,
    allowed_origins: null,
    principal_id: principalId,
    retired_hashes: [],
  };
  tx.put('keys', key);
  return { body: { ...toKeyView(key, context), key: secret } };
}

export function updateKey(context: RequestContext): ResolverResult {
  const { body, services, tx } = context;
  const user = findUser(context);
  const key = findKeyOf(user, context);
  const name = textOrNull(body['name']);
  if (name !== null && name !== key.name) refuseTakenName(name, { user, context });
  const revokes = body['status'] === 'revoked' && key.status !== 'revoked';
  if (body['status'] === 'expired') {
    refuse('status', 'a key expires by its time; set expires_at, or revoke it');
  }
  if (key.status === 'revoked') throw revokedAlready(key);
  const changed: KeyRecord = {
    ...key,
    name: name ?? key.name,
    description: textOrNull(body['description']) ?? key.description,
    permissions: Array.isArray(body['permissions']) ? readPermissions(body, user) : key.permissions,
    scopes: [...(readScopes(body['scopes'], context) ?? key.scopes)],
    rate_limit_override: numberOrNull(body['rate_limit_override']) ?? key.rate_limit_override,
    expires_at: readExpiry(body, services.clock.now()) ?? key.expires_at,
  };
  if (revokes) return { body: toKeyView(revokeKey(changed, context), context) };
  tx.put('keys', changed);
  return { body: toKeyView(changed, context) };
}

/** Revoking again changes nothing. */
export function deleteKey(context: RequestContext): ResolverResult {
  const key = findKeyOf(findUser(context), context);
  if (key.status === 'active') revokeKey(key, context);
  return { body: { success: true, message: `The API key "${key.name}" was revoked.` } };
}

/** The old secret is refused at once. */
export function rotateKey(context: RequestContext): ResolverResult {
  const { services, tx } = context;
  const key = findKeyOf(findUser(context), context);
  if (key.status === 'revoked') throw revokedAlready(key);
  if (isExpired(key, services.clock.now())) {
    throw conflict('api_key_expired', `The API key "${key.name}" has expired. Give it a later expires_at first.`, {
      key_id: key.id,
      expires_at: key.expires_at,
    });
  }
  const secret = newKeySecret(key.principal_id === null ? 'mxp_sk_' : 'usr_sk_', services.random);
  const rotated: KeyRecord = {
    ...key,
    ...secretFields(secret, context),
    retired_hashes: [...key.retired_hashes, key.key_hash],
  };
  tx.put('keys', rotated);
  return { body: { ...toKeyView(rotated, context), key: secret } };
}

const secretFields = (secret: string, { services }: RequestContext): Pick<KeyRecord, 'key_hash' | 'key_prefix'> => ({
  key_hash: services.hash(secret),
  key_prefix: shownPrefix(secret),
});

function keysOf(user: UserRecord, { state }: RequestContext): KeyRecord[] {
  return state.list('keys').filter(({ user_id: owner, key_type: type }) => owner === user.id && type === 'standard');
}

/** By id, else by name; of two keys with one name, the one that works. */
function findKeyOf(user: UserRecord, context: RequestContext): KeyRecord {
  const wanted = context.path['key_name'] ?? '';
  const keys = keysOf(user, context).filter(({ id, name }) => id === wanted || name === wanted);
  const key = keys.find(({ status }) => status === 'active') ?? keys.at(-1);
  if (key === undefined) throw notFound('api_key', wanted);
  return key;
}

function refuseTakenName(name: string, { user, context }: { user: UserRecord; context: RequestContext }): void {
  const taken = keysOf(user, context).find((key) => key.name === name && key.status === 'active');
  if (taken === undefined) return;
  throw conflict(
    'api_key_name_taken',
    `The user ${user.email} already has an API key named "${name}" (${taken.id}). Choose another name, or revoke that one.`,
    { api_key_name: name, key_id: taken.id },
  );
}

function readPermissions(body: JsonObject, { email, role }: UserRecord): Permission[] {
  const allowed = permissionsOfRole(role);
  const given = Array.isArray(body['permissions']) ? [...new Set(body['permissions'])] : [];
  // Validation let only the document's permissions through.
  const wanted = given as Permission[];
  if (wanted.length === 0) return (['read', 'write'] as const).filter((each) => allowed.includes(each));
  const excess = wanted.filter((each) => !allowed.includes(each));
  if (excess.length === 0) return wanted;
  throw forbidden(
    `The user ${email} has the role "${role}", whose keys may have ${allowed.join(', ')}, not ${excess.join(', ')}. Change the role first.`,
    { code: 'permission_exceeds_role', details: { role, allowed: [...allowed], refused: excess } },
  );
}

function readExpiry(body: JsonObject, now: number): string | null {
  const given = textOrNull(body['expires_at']);
  if (given === null) return null;
  const at = Date.parse(given);
  if (!Number.isFinite(at)) refuse('expires_at', `"${given}" is not a time; write it like 2026-12-31T00:00:00Z`);
  if (at <= now) refuse('expires_at', `${given} is over already; give a time after ${isoTime(now)}`);
  return isoTime(at);
}

const revokedAlready = ({ id, name }: KeyRecord) =>
  conflict('api_key_revoked', `The API key "${name}" is revoked, which cannot be undone. Create another.`, {
    key_id: id,
  });

function refuse(field: string, message: string): never {
  throw unprocessable([{ type: 'value_error', location: ['body', field], message }]);
}

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);
