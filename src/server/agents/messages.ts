import type { JsonObject } from '../../internal/json.js';
import type { RequestContext } from '../context.js';
import { isoTime } from '../iso-time.js';
import type { AgentMessageRecord, AgentSessionRecord } from '../records.js';
import { tokensOf } from './usage.js';

type Said = Pick<AgentMessageRecord, 'role' | 'content'> &
  Partial<Pick<AgentMessageRecord, 'id' | 'metadata' | 'tool' | 'latency_ms' | 'topic'>>;

/** Stages a message of the session, or a use of a tool. */
export function stageMessage(
  said: Said,
  { session, context }: { session: AgentSessionRecord; context: RequestContext },
): AgentMessageRecord {
  const { tx, services } = context;
  const message: AgentMessageRecord = {
    id: services.id('msg'),
    session_id: session.id,
    namespace_id: session.namespace_id,
    metadata: {},
    tool: null,
    tokens: said.role === 'tool' ? 0 : tokensOf(said.content),
    latency_ms: null,
    topic: [],
    feedback: null,
    created_at: isoTime(services.clock.now()),
    ...said,
  };
  tx.put('agentMessages', message);
  return message;
}

export function toHistoryItem({ id, role, content, tool, created_at: at }: AgentMessageRecord): JsonObject {
  return {
    message_id: id,
    role,
    content,
    content_type: tool === null ? 'text' : 'json',
    tool_name: tool?.name ?? null,
    tool_inputs: tool === null ? null : JSON.stringify(tool.inputs),
    tool_outputs: tool === null ? null : JSON.stringify(tool.outputs),
    tool_status: tool?.status ?? null,
    timestamp: at,
  };
}
