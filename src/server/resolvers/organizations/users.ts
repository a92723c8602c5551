import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, textOf, textOrNull } from '../../json-object.js';
import { listBySkip } from '../../list-by-position.js';
import { ORGANIZATION_ID } from '../../organization.js';
import { conflict, notFound } from '../../problem.js';
import type { UserRecord, UserRole, UserStatus } from '../../records.js';
import { revokeKey } from './keys-state.js';
import { readEmail } from './read-email.js';

export function toUserView({ id, ...user }: UserRecord): JsonObject {
  return { user_id: id, organization_id: ORGANIZATION_ID, ...user };
}

/** By address, in any case, or by id. */
export function findUser({ state, path }: RequestContext): UserRecord {
  const wanted = path['user_email'] ?? '';
  const email = wanted.toLowerCase();
  const [id] = state.ids('users', (user) => user.email === email || user.id === wanted);
  const user = id === undefined ? undefined : state.get('users', id);
  if (user === undefined) throw notFound('user', wanted);
  return user;
}

export function listUsers({ state, query }: RequestContext): ResolverResult {
  const users = state
    .list('users')
    .filter(
      ({ role, status }) =>
        (typeof query['role'] !== 'string' || role === query['role']) &&
        (typeof query['status'] !== 'string' || status === query['status']),
    );
  const { items, total } = listBySkip(users.map(toUserView), query, 50);
  return { body: { results: items, total, skip: query['skip'] ?? 0, limit: query['limit'] ?? 50 } };
}

export function createUser({ body, state, tx, services }: RequestContext): ResolverResult {
  const email = readEmail(textOf(body, 'email'), 'email');
  const [taken] = state.ids('users', (user) => user.email === email);
  if (taken !== undefined) {
    throw conflict('user_email_taken', `The organization already has a user ${email} (${taken}).`, {
      email,
      user_id: taken,
    });
  }
  const now = isoTime(services.clock.now());
  const user: UserRecord = {
    id: services.id('usr'),
    email,
    user_name: textOf(body, 'user_name'),
    avatar_url: textOrNull(body['avatar_url']),
    role: (textOrNull(body['role']) ?? 'member') as UserRole,
    status: (textOrNull(body['status']) ?? 'active') as UserStatus,
    metadata: isJsonObject(body['metadata']) ? body['metadata'] : {},
    created_at: now,
    updated_at: now,
  };
  tx.put('users', user);
  return { body: toUserView(user) };
}

export function updateUser(context: RequestContext): ResolverResult {
  const { body, tx, services } = context;
  const user = findUser(context);
  const given = Object.entries(body).filter(
    ([name, value]) => value !== null && ['user_name', 'avatar_url', 'role', 'status', 'metadata'].includes(name),
  );
  const updated: UserRecord = {
    ...user,
    ...Object.fromEntries(given),
    updated_at: isoTime(services.clock.now()),
  };
  tx.put('users', updated);
  return { body: toUserView(updated) };
}

/** The keys of the user are revoked with it: they stay in the records of what was done with them. */
export function deleteUser(context: RequestContext): ResolverResult {
  const { state, tx } = context;
  const user = findUser(context);
  const keys = state.list('keys').filter(({ user_id: owner, status }) => owner === user.id && status === 'active');
  for (const key of keys) revokeKey(key, context);
  tx.delete('users', user.id);
  const revoked = keys.length === 1 ? '1 key was revoked' : `${keys.length} keys were revoked`;
  return { body: { success: true, message: `The user ${user.email} was deleted, and ${revoked}.` } };
}
