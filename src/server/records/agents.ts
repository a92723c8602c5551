import type { JsonObject } from '../../internal/json.js';

/** Conversations with agents. */
export interface AgentTables {
  agentSessions: AgentSessionRecord;
  agentMessages: AgentMessageRecord;
  agentConfirmations: AgentConfirmationRecord;
}

/** What a session used so far is the sum over its messages. */
export interface AgentSessionRecord {
  id: string;
  namespace_id: string;
  user_id: string | null;
  /** Null before the first message. */
  session_name: string | null;
  agent_config: AgentConfigRecord;
  quotas: SessionQuotasRecord;
  user_memory: JsonObject;
  metadata: JsonObject;
  enable_memory: boolean;
  /** Null until somebody ends it. */
  terminated_at: string | null;
  last_activity_at: string;
  created_at: string;
  updated_at: string;
}

export interface AgentConfigRecord {
  model: string;
  temperature: number;
  max_tokens: number;
  system_prompt?: string;
  /** Empty: all. */
  available_tools: string[];
}

/** Null: no limit. */
export interface SessionQuotasRecord {
  max_messages: number | null;
  max_tokens_total: number | null;
  max_tool_calls: number | null;
  max_session_duration_minutes: number | null;
  rate_limit_messages_per_minute: number | null;
}

export interface AgentMessageRecord {
  id: string;
  session_id: string;
  namespace_id: string;
  role: 'user' | 'assistant' | 'tool';
  content: string;
  metadata: JsonObject;
  /** Set for uses of tools. */
  tool: { name: string; inputs: JsonObject; outputs: JsonObject; status: 'success' | 'error' } | null;
  tokens: number;
  /** Of answers: time from the message, in milliseconds. */
  latency_ms: number | null;
  /** Of messages of the user: what they are about, for those that come after. */
  topic: string[];
  feedback: { rating: string; feedback_text: string | null; recorded_at: string } | null;
  created_at: string;
}

/** A question whether the agent may go on. */
export interface AgentConfirmationRecord {
  id: string;
  session_id: string;
  namespace_id: string;
  tool_name: string;
  tool_inputs: JsonObject;
  status: 'pending' | 'approved' | 'declined';
  expires_at: string;
  created_at: string;
}
