import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject } from '../../json-object.js';
import { forbidden, unprocessable, type Violation } from '../../problem.js';
import { checkQuota } from '../../quota.js';
import type { NamespaceRecord } from '../../records.js';
import { readNamespaceId, refuseTakenIdentity } from './identity.js';
import { addExtractors, readExtractors } from './read-extractors.js';
import { readPayloadIndexes, readVectorConfigs } from './read-indexes.js';
import { toCreatedView } from './view.js';

export function createNamespace(context: RequestContext): ResolverResult {
  const mode = context.body['mode'] === 'standalone' ? 'standalone' : 'managed';
  return create(context, mode);
}

export function createStandaloneNamespace(context: RequestContext): ResolverResult {
  const { mode } = context.body;
  if (mode !== undefined && mode !== null && mode !== 'standalone') {
    refuse('mode', 'must be "standalone" on this path; use POST /v1/namespaces for managed namespaces');
  }
  return create(context, 'standalone');
}

function create(context: RequestContext, mode: NamespaceRecord['mode']): ResolverResult {
  const { body, caller, services, state, tx } = context;
  refuseWrongMode(body, mode);
  if (body['scope'] === 'system') {
    throw forbidden('Only Mixpeek staff create namespaces with scope "system". Leave scope out, or use "org".');
  }
  if (isJsonObject(body['infrastructure'])) requireEnterprise(caller.tier);

  const givenId = readNamespaceId(body['namespace_id']);
  const id = givenId ?? services.id('ns');
  const name = typeof body['namespace_name'] === 'string' ? body['namespace_name'] : id;
  refuseTakenIdentity({ id: givenId, name }, state);
  checkQuota(context, 'namespaces');

  const now = services.clock.now();
  const ttlSeconds = typeof body['ttl_seconds'] === 'number' ? body['ttl_seconds'] : undefined;
  const expiresAt = ttlSeconds === undefined ? null : isoTime(now + ttlSeconds * 1000);
  const payloadIndexes = readPayloadIndexes(body['payload_indexes']) ?? [];
  const own = { vector_configs: readVectorConfigs(body['vector_configs']), vector_inference_map: {} };
  const namespace: NamespaceRecord = {
    id,
    namespace_name: name,
    mode,
    ...addExtractors(own, readExtractors(body['feature_extractors'])),
    payload_indexes: payloadIndexes,
    auto_create_indexes:
      typeof body['auto_create_indexes'] === 'boolean' ? body['auto_create_indexes'] : mode === 'standalone',
    description: typeof body['description'] === 'string' ? body['description'] : null,
    namespace_type: typeof body['namespace_type'] === 'string' ? body['namespace_type'] : 'standard',
    scope: 'org',
    infrastructure: isJsonObject(body['infrastructure']) ? body['infrastructure'] : null,
    created_at: isoTime(now),
    updated_at: isoTime(now),
    expires_at: expiresAt,
    // Nothing is stored yet, so there is nothing to backfill: declared indexes work at once.
    ensured_indexes: payloadIndexes.map((index) => index.field_name),
  };
  tx.put('namespaces', namespace);
  if (ttlSeconds !== undefined) {
    tx.schedule('namespaces.expire', now + ttlSeconds * 1000, { namespace_id: id, expires_at: expiresAt });
  }
  return { body: toCreatedView(namespace) };
}

function refuseWrongMode(body: JsonObject, mode: NamespaceRecord['mode']): void {
  const count = (field: string): number => (Array.isArray(body[field]) ? body[field].length : 0);
  if (mode === 'managed' && count('feature_extractors') === 0) {
    refuse(
      'feature_extractors',
      'a managed namespace needs at least one feature extractor; to bring your own vectors, send mode "standalone"',
    );
  }
  if (mode === 'managed' && count('vector_configs') > 0) {
    refuse('vector_configs', 'only for standalone namespaces; in a managed one the feature extractors decide');
  }
  if (mode === 'standalone' && count('feature_extractors') > 0) {
    refuse('feature_extractors', 'not for standalone namespaces; leave it out, or send mode "managed"');
  }
}

export function requireEnterprise(tier: string): void {
  if (tier === 'enterprise') return;
  throw forbidden(`Dedicated infrastructure needs the enterprise tier; this key has the tier "${tier}".`, {
    type: 'NotEnabledError',
    code: 'infrastructure_not_enabled',
    details: { tier, required: 'enterprise' },
  });
}

function refuse(field: string, message: string): never {
  const violation: Violation = { type: 'value_error', location: ['body', field], message };
  throw unprocessable([violation]);
}
