import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import { newKeySecret, shownPrefix } from '../../keys/secret-of-key.js';
import { INTERNAL_ID, ORGANIZATION_ID } from '../../organization.js';
import { conflict, notFound } from '../../problem.js';
import type { KeyRecord } from '../../records.js';
import { parameterProblem } from '../../retriever/parameter-problem.js';
import { findPublication } from '../published-retrievers/find.js';
import { findRetriever } from '../retrievers/find.js';
import { isExpired } from './check-key.js';

export function createRetrieverKey(context: RequestContext): ResolverResult {
  const { body, services, state, tx, namespace, caller } = context;
  const { retriever } = findPublication(context);
  const now = services.clock.now();
  const name = textOf(body, 'name');
  const taken = state
    .list('keys')
    .find((key) => key.retriever_id === retriever.id && key.name === name && statusOf(key, now) === 'active');
  if (taken !== undefined) {
    const message = `The retriever "${retriever.retriever_name}" has a key "${name}" (${taken.id}) already. Revoke that one, or choose another name.`;
    throw conflict('api_key_name_taken', message, { key_id: taken.id, name });
  }
  const secret = newKeySecret('ret_sk_', services.random);
  const record: KeyRecord = {
    id: services.id('key'),
    key_hash: services.hash(secret),
    key_prefix: shownPrefix(secret),
    key_type: 'retriever',
    subscription_id: null,
    retriever_id: retriever.id,
    namespace_id: namespace.id,
    user_id: null,
    user_email: caller.userEmail,
    name,
    description: textOf(body, 'description'),
    permissions: ['read'],
    scopes: [{ resource_type: 'retriever', resource_id: retriever.id, operations: ['execute_retriever'] }],
    rate_limit_override: null,
    status: 'active',
    expires_at: readExpiry(body, now),
    created_at: isoTime(now),
    created_by: caller.userEmail,
    revoked_at: null,
    revoked_by: null,
    allowed_origins: readOrigins(body),
    principal_id: null,
    retired_hashes: [],
  };
  tx.put('keys', record);
  tell(context, 'api_key.created', record);
  return { status: 201, body: { ...toKeyView(record, context), key: secret } };
}

export function listRetrieverKeys(context: RequestContext): ResolverResult {
  const { id } = findRetriever(context);
  const { state, query } = context;
  const results = state
    .list('keys')
    .filter((key) => key.retriever_id === id && (key.status === 'active' || query['include_revoked'] === true))
    .map((key) => toKeyView(key, context))
    .toReversed();
  return { body: { results, total: results.length } };
}

export function revokeRetrieverKey(context: RequestContext): ResolverResult {
  const { path, state, services, tx, caller } = context;
  const retriever = findRetriever(context);
  const id = path['key_id'] ?? '';
  const key = state.get('keys', id);
  if (key?.retriever_id !== retriever.id) throw notFound('api_key', id);
  if (key.status === 'active') {
    tx.put('keys', {
      ...key,
      status: 'revoked',
      revoked_at: isoTime(services.clock.now()),
      revoked_by: caller.userEmail,
    });
    tell(context, 'api_key.revoked', key);
  }
  return { body: { message: `Key "${key.name}" is revoked.`, success: true } };
}

/** A key without its secret. */
function toKeyView(key: KeyRecord, { services }: RequestContext): JsonObject {
  const used = services.meter.samples({ kind: 'execution', keyId: key.id }).at(-1);
  return {
    key_id: key.id,
    key_hash: key.key_hash,
    key_prefix: key.key_prefix,
    key_type: key.key_type,
    subscription_id: key.subscription_id,
    internal_id: INTERNAL_ID,
    organization_id: ORGANIZATION_ID,
    user_id: key.user_id ?? key.user_email ?? 'owner',
    name: key.name,
    description: key.description,
    permissions: key.permissions,
    scopes: key.scopes.map(({ operations, ...scope }) => ({ ...scope, operations: operations && [...operations] })),
    rate_limit_override: key.rate_limit_override,
    status: statusOf(key, services.clock.now()),
    expires_at: key.expires_at,
    last_used_at: used === undefined ? null : isoTime(used.at),
    created_at: key.created_at,
    created_by: key.created_by,
    revoked_at: key.revoked_at,
    revoked_by: key.revoked_by,
    allowed_origins: key.allowed_origins,
  };
}

function statusOf(key: KeyRecord, now: number): 'active' | 'revoked' | 'expired' {
  if (key.status === 'revoked') return 'revoked';
  return isExpired(key, now) ? 'expired' : 'active';
}

function readExpiry({ expires_at: at }: JsonObject, now: number): string | null {
  if (typeof at !== 'string') return null;
  const time = Date.parse(at);
  if (time > now) return isoTime(time);
  const message = Number.isNaN(time) ? `is no time: "${at}"` : `is in the past: ${at}. It is ${isoTime(now)} now`;
  throw parameterProblem([{ type: 'datetime_future', location: ['expires_at'], message }]);
}

const ORIGIN = /^(\*|https?:\/\/(\*\.)?[^\s/*]+)\/?$/i;

function readOrigins({ allowed_origins: origins }: JsonObject): string[] | null {
  if (!Array.isArray(origins)) return null;
  return origins.map((origin, index) => {
    if (typeof origin === 'string' && ORIGIN.test(origin)) return origin.replace(/\/$/, '');
    const message = `must be an origin such as "https://shop.example" or "https://*.shop.example", not ${JSON.stringify(origin)}`;
    throw parameterProblem([{ type: 'url_parsing', location: ['allowed_origins', index], message }]);
  });
}

function tell(context: RequestContext, type: string, { id, name, retriever_id: retrieverId }: KeyRecord): void {
  const metadata = { name, retriever_id: retrieverId };
  publishEvent(context, { type, namespaceId: context.namespace.id, subject: { type: 'api_key', id }, metadata });
}
