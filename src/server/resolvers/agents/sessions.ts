import type { RequestContext, ResolverResult } from '../../context.js';
import { findSession, refuseEnded, statusOf, toSessionView } from '../../agents/session.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject } from '../../json-object.js';
import { listRecords } from '../../list-records.js';

export function getSession(context: RequestContext): ResolverResult {
  const { state, services } = context;
  return { body: toSessionView(findSession(context), { state, now: services.clock.now() }) };
}

export function listSessions({ state, services, namespace, body, query }: RequestContext): ResolverResult {
  const now = services.clock.now();
  const { status } = body;
  const sessions = state
    .list('agentSessions')
    .filter((session) => session.namespace_id === namespace.id)
    .filter((session) => typeof status !== 'string' || statusOf(session, now) === status);
  const { results, pagination, total } = listRecords(sessions, {
    body,
    query,
    view: (session) => toSessionView(session, { state, now }),
    searchFields: [],
    cursorQuery: { status: status ?? null },
  });
  return { body: { results, total, pagination } };
}

/** Merges what the agent should know of its user into what it knows. */
export function updateSession(context: RequestContext): ResolverResult {
  const { body, services, tx } = context;
  const session = findSession(context);
  const now = services.clock.now();
  refuseEnded(session, now);
  const memory = isJsonObject(body['user_memory']) ? body['user_memory'] : {};
  const updatedAt = isoTime(now);
  tx.put('agentSessions', { ...session, user_memory: { ...session.user_memory, ...memory }, updated_at: updatedAt });
  return { body: { session_id: session.id, updated_at: updatedAt } };
}

/** Ending it again changes nothing. Its history stays. */
export function terminateSession(context: RequestContext): ResolverResult {
  const { services, tx } = context;
  const session = findSession(context);
  const now = isoTime(services.clock.now());
  const terminatedAt = session.terminated_at ?? now;
  if (session.terminated_at === null) {
    tx.put('agentSessions', { ...session, terminated_at: terminatedAt, updated_at: now });
  }
  return { body: { session_id: session.id, status: 'terminated', terminated_at: terminatedAt } };
}
