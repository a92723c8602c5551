/** How an agent understood a message. */
export interface AgentIntent {
  /** `execution` searches what is there, `setup` makes something new, `ambiguous` could be both. */
  intent: 'execution' | 'setup' | 'ambiguous' | (string & {});
  /** 0 to 1. */
  confidence: number;
  reasoning?: string;
  recommended_action?: string;
  [field: string]: unknown;
}

/** An agent is about to use a tool. */
export interface AgentToolCall {
  /** The same as in the result. */
  tool_call_id: string;
  tool_name: string;
  tool_inputs: Record<string, unknown>;
  [field: string]: unknown;
}

/** What came of a tool. */
export interface AgentToolResult {
  tool_call_id: string;
  tool_name: string;
  status: 'success' | 'error' | (string & {});
  /** With `error` after a failure. */
  outputs: Record<string, unknown>;
  duration_ms?: number;
  [field: string]: unknown;
}

/** A retriever that an agent ran. */
export interface AgentRetrieverExecution {
  execution_id: string | null;
  retriever_id: string;
  retriever_name?: string;
  inputs?: Record<string, unknown>;
  document_count: number;
  duration_ms?: number;
  [field: string]: unknown;
}

/** A question that has to be answered with `agents.sessions.confirm` before the agent goes on. */
export interface AgentConfirmationRequired {
  confirmation_id: string;
  tool_name: string;
  tool_inputs: Record<string, unknown>;
  /** The question, to show to the user. */
  message: string;
  /** Five minutes after it was asked. */
  expires_at: string;
  [field: string]: unknown;
}

/** The end of an answer. */
export interface AgentDone {
  session_id: string;
  message_id: string;
  latency_ms: number;
  tool_calls_made: number;
  /** The searches behind the answer; null when there was none. */
  retriever_summary?: Record<string, unknown> | null;
  /** Question to answer before the agent goes on; null when there is none. */
  confirmation_id?: string | null;
  [field: string]: unknown;
}

/** The end after a failure. */
export interface AgentFailure {
  message: string;
  type?: string;
  code?: string;
  [field: string]: unknown;
}

/** Data of each event of an agent, by its name. */
export interface AgentEventData {
  intent: AgentIntent;
  thinking: { content: string; [field: string]: unknown };
  tool_call: AgentToolCall;
  tool_result: AgentToolResult;
  retriever_execution: AgentRetrieverExecution;
  /** A retriever that was drafted, as `retrievers.create` takes it. */
  pipeline_config: { retriever_name?: string; [field: string]: unknown };
  confirmation_required: AgentConfirmationRequired;
  /** A piece of the answer. */
  token: { content: string; [field: string]: unknown };
  /** The whole answer. */
  message: { message_id: string; role: string; content: string; [field: string]: unknown };
  session_name: { session_name: string; [field: string]: unknown };
  done: AgentDone;
  error: AgentFailure;
}

/**
 * Something that happens while an agent answers; `event` tells which, and what `data` holds. Pass over names that you do
 * not know: a newer service may send more.
 */
export type AgentStreamEvent = {
  [Name in keyof AgentEventData]: { readonly event: Name; readonly data: AgentEventData[Name] };
}[keyof AgentEventData];
