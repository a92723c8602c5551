import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { listBySkip } from '../../list-by-position.js';
import { readOrganization } from '../../organization.js';
import { notFound } from '../../problem.js';
import type { AuditRecord } from '../../records.js';
import { readTime } from './read-period.js';

/** Newest first; every filter that is given must hold. */
export function listAuditLogs({ state, query }: RequestContext): ResolverResult {
  const from = readTime(query, 'start') ?? -Infinity;
  const to = readTime(query, 'end') ?? Infinity;
  const matches = state
    .list('auditLogs')
    .filter((entry) => {
      const at = Date.parse(entry.timestamp);
      return at >= from && at < to && FILTERS.every((name) => isWanted(query[name], entry[name]));
    })
    .reverse();
  const { items, total } = listBySkip(matches.map(toAuditView), query, 50);
  return { body: { results: items, total, skip: query['skip'] ?? 0, limit: query['limit'] ?? 50 } };
}

const FILTERS = ['resource_type', 'resource_id', 'actor_id', 'action'] as const;

const isWanted = (wanted: unknown, value: string): boolean => typeof wanted !== 'string' || wanted === value;

export function getAuditLog({ state, path }: RequestContext): ResolverResult {
  const entry = state.get('auditLogs', path['audit_id'] ?? '');
  if (entry === undefined) throw notFound('audit_log', path['audit_id'] ?? '');
  return { body: toAuditView(entry) };
}

export function getAuditSettings(context: RequestContext): ResolverResult {
  return { body: { read_auditing_enabled: readOrganization(context).read_auditing } };
}

export function updateAuditSettings(context: RequestContext): ResolverResult {
  const { body, tx, services } = context;
  const organization = readOrganization(context);
  const wanted = body['read_auditing_enabled'];
  const enabled = typeof wanted === 'boolean' ? wanted : organization.read_auditing;
  tx.put('organizations', {
    ...organization,
    read_auditing: enabled,
    updated_at: isoTime(services.clock.now()),
  });
  return { body: { read_auditing_enabled: enabled } };
}

function toAuditView({ id, ...entry }: AuditRecord): JsonObject {
  return { audit_id: id, ...entry, ip_address: null };
}
