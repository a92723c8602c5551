import type { JsonObject } from '../../internal/json.js';
import type { StateReader } from '../context.js';
import type { AgentMessageRecord } from '../records.js';

/** What a session used so far. */
export interface SessionUsage {
  readonly messages: readonly AgentMessageRecord[];
  readonly tokens: number;
  readonly toolCalls: number;
}

export function usageOf(sessionId: string, state: StateReader): SessionUsage {
  const messages = state
    .ids('agentMessages', (message) => message.session_id === sessionId)
    .flatMap((id) => state.get('agentMessages', id) ?? []);
  return {
    messages,
    tokens: messages.reduce((sum, { tokens }) => sum + tokens, 0),
    toolCalls: messages.filter(({ role }) => role === 'tool').length,
  };
}

/** Messages of both sides; uses of tools are counted apart. */
export const spoken = ({ messages }: SessionUsage): readonly AgentMessageRecord[] =>
  messages.filter(({ role }) => role !== 'tool');

export function toStats(usage: SessionUsage): JsonObject {
  const latencies = usage.messages.flatMap(({ latency_ms: latency }) => latency ?? []);
  const sum = latencies.reduce((total, latency) => total + latency, 0);
  return {
    total_messages: spoken(usage).length,
    total_tokens: usage.tokens,
    total_tool_calls: usage.toolCalls,
    avg_latency_ms: latencies.length === 0 ? 0 : sum / latencies.length,
  };
}

/** About four characters make a token. */
export const tokensOf = (text: string): number => Math.ceil(text.length / 4);
