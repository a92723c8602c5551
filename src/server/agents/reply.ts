import type { JsonObject } from '../../internal/json.js';
import type { NamedEvent, RequestContext } from '../context.js';
import { isoTime } from '../iso-time.js';
import type { AgentSessionRecord } from '../records.js';
import { stageMessage } from './messages.js';
import type { ToolUse } from './use-tool.js';

export interface Reply {
  readonly session: AgentSessionRecord;
  readonly text: string;
  readonly uses: readonly ToolUse[];
  readonly confirmationId: string | null;
  /** On the stopwatch, when the message came. */
  readonly startedAt: number;
  /** Set with the first message. */
  readonly sessionName?: string;
}

const CHARACTERS_PER_TOKEN = 4;

/** Says the answer piece by piece, then as a whole, and keeps it. */
export async function* tellReply(reply: Reply, context: RequestContext): AsyncGenerator<NamedEvent> {
  const { session, uses, confirmationId, sessionName } = reply;
  const { state, tx, services } = context;
  const content = shorten(reply.text, session.agent_config.max_tokens * CHARACTERS_PER_TOKEN);
  for (const piece of content.match(/\S+\s*/g) ?? []) yield { event: 'token', data: { content: piece } };

  const latency = performance.now() - reply.startedAt;
  const message = stageMessage({ role: 'assistant', content, latency_ms: latency }, { session, context });
  const now = isoTime(services.clock.now());
  // Others may have changed it since the message came.
  const current = state.get('agentSessions', session.id) ?? session;
  tx.put('agentSessions', {
    ...current,
    session_name: current.session_name ?? sessionName ?? null,
    last_activity_at: now,
    updated_at: now,
  });
  yield { event: 'message', data: { message_id: message.id, role: 'assistant', content } };
  if (sessionName !== undefined) yield { event: 'session_name', data: { session_name: sessionName } };
  yield {
    event: 'done',
    data: {
      session_id: session.id,
      message_id: message.id,
      latency_ms: latency,
      tool_calls_made: uses.length,
      retriever_summary: summarize(uses),
      confirmation_id: confirmationId,
    },
  };
}

const shorten = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, Math.max(0, longest - 3))}...`;

function summarize(uses: readonly ToolUse[]): JsonObject | null {
  const runs = uses.filter(({ call, status }) => call.tool === 'run_retriever' && status === 'success');
  if (runs.length === 0) return null;
  const executions = runs.map(({ outputs }) => ({
    execution_id: outputs['execution_id'] ?? null,
    retriever_id: outputs['retriever_id'] ?? null,
    retriever_name: outputs['retriever_name'] ?? null,
    document_count: Array.isArray(outputs['documents']) ? outputs['documents'].length : 0,
  }));
  return { executions, total_documents: executions.reduce((sum, run) => sum + run.document_count, 0) };
}

/** The whole answer for a caller who does not want the events. */
export async function collectReply(events: AsyncIterable<NamedEvent>): Promise<JsonObject> {
  const reply: Record<string, JsonObject[string]> = {};
  for await (const { event, data } of events) {
    if (event === 'message') reply['content'] = data['content'] ?? '';
    if (event === 'done') Object.assign(reply, data);
  }
  return reply;
}
