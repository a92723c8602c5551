import type { JsonObject } from '../../../internal/json.js';
import type { Caller, RequestContext, Services, StateReader } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { INTERNAL_ID, ORGANIZATION_ID } from '../../organization.js';
import type { KeyRecord } from '../../records.js';

/** A key as callers see it: without its secret, and with what the clock makes of its status. */
export function toKeyView(key: KeyRecord, context: { state: StateReader; services: Services }): JsonObject {
  const now = context.services.clock.now();
  return {
    key_id: key.id,
    key_hash: key.key_hash,
    key_prefix: key.key_prefix,
    key_type: key.key_type,
    subscription_id: key.subscription_id,
    internal_id: INTERNAL_ID,
    organization_id: ORGANIZATION_ID,
    user_id: key.user_id ?? '',
    name: key.name,
    description: key.description,
    permissions: [...key.permissions],
    scopes: key.scopes.map(({ operations, ...scope }) => ({
      ...scope,
      operations: operations === null ? null : [...operations],
    })),
    rate_limit_override: key.rate_limit_override,
    status: isExpired(key, now) ? 'expired' : key.status,
    expires_at: key.expires_at,
    last_used_at: lastUseOf(key.id, context),
    created_at: key.created_at,
    created_by: key.created_by,
    revoked_at: key.revoked_at,
    revoked_by: key.revoked_by,
    allowed_origins: key.allowed_origins,
    principal_id: key.principal_id,
  };
}

export const isExpired = ({ status, expires_at: expiresAt }: KeyRecord, now: number): boolean =>
  status === 'active' && expiresAt !== null && Date.parse(expiresAt) <= now;

/** The latest request of the meter; after a restart, the minute that was kept. */
export function lastUseOf(
  keyId: string,
  { state, services }: { state: StateReader; services: Services },
): string | null {
  const last = services.meter.samples({ kind: 'request', keyId }).at(-1);
  return last === undefined ? (state.get('keyUses', keyId)?.last_used_at ?? null) : isoTime(last.at);
}

/** Stages the revocation. */
export function revokeKey(key: KeyRecord, { tx, services, caller }: RequestContext): KeyRecord {
  const revoked: KeyRecord = {
    ...key,
    status: 'revoked',
    revoked_at: isoTime(services.clock.now()),
    revoked_by: actorOf(caller),
  };
  tx.put('keys', revoked);
  return revoked;
}

/** Who did something: a key that this server made, else the owner of the organization. */
export const actorOf = ({ keyId }: Caller): string => keyId ?? 'owner';
