import type { JsonObject } from '../../internal/json.js';
import type { RequestContext, StateReader } from '../context.js';
import { isoTime } from '../iso-time.js';
import { conflict, notFound } from '../problem.js';
import type { AgentSessionRecord } from '../records.js';
import { ORGANIZATION_ID } from '../organization.js';
import { spoken, toStats, usageOf } from './usage.js';

export type SessionStatus = 'active' | 'idle' | 'archived' | 'terminated';

const IDLE_AFTER_MS = 30 * 60_000;
const EXPIRES_AFTER_MS = 24 * 60 * 60_000;

export const expiryOf = ({ last_activity_at: at }: AgentSessionRecord): number => Date.parse(at) + EXPIRES_AFTER_MS;

/** Follows from the times of a session, so that it is right whenever somebody looks. */
export function statusOf(session: AgentSessionRecord, now: number): SessionStatus {
  if (session.terminated_at !== null) return 'terminated';
  if (now >= expiryOf(session)) return 'archived';
  return now - Date.parse(session.last_activity_at) >= IDLE_AFTER_MS ? 'idle' : 'active';
}

/** The session of the path; throws the 404. */
export function findSession({ path, namespace, state }: RequestContext): AgentSessionRecord {
  const id = path['session_id'] ?? '';
  const session = state.get('agentSessions', id);
  if (session?.namespace_id !== namespace.id) throw notFound('session', id);
  return session;
}

/** Throws the 409 for a session that takes no more messages. */
export function refuseEnded(session: AgentSessionRecord, now: number): void {
  const status = statusOf(session, now);
  if (status === 'active' || status === 'idle') return;
  const reason = status === 'terminated' ? 'was ended' : `expired at ${isoTime(expiryOf(session))}`;
  throw conflict('session_ended', `Session ${session.id} ${reason} and takes no more messages. Start another one.`, {
    session_id: session.id,
    status,
  });
}

export function toSessionView(
  session: AgentSessionRecord,
  { state, now }: { state: StateReader; now: number },
): JsonObject {
  const usage = usageOf(session.id, state);
  return {
    session_id: session.id,
    namespace_id: session.namespace_id,
    internal_id: ORGANIZATION_ID,
    user_id: session.user_id,
    session_name: session.session_name,
    agent_config: { ...session.agent_config },
    user_memory: session.user_memory,
    status: statusOf(session, now),
    message_count: spoken(usage).length,
    stats: toStats(usage),
    created_at: session.created_at,
    updated_at: session.updated_at,
    last_activity_at: session.last_activity_at,
    expires_at: isoTime(expiryOf(session)),
  };
}
