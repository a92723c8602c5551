import type { JsonObject } from '../../internal/json.js';
import type { NamedEvent, RequestContext } from '../context.js';
import { objectsOf, textOf } from '../json-object.js';
import { Problem } from '../problem.js';
import type { AgentSessionRecord } from '../records.js';
import { stageMessage } from './messages.js';
import type { ToolCall } from './plan.js';
import { runTool } from './run-tool.js';
import type { World } from './world.js';

/** A tool that was used, and what came of it. */
export interface ToolUse {
  readonly call: ToolCall;
  readonly status: 'success' | 'error';
  /** With `error` after a failure. */
  readonly outputs: JsonObject;
  readonly durationMs: number;
}

interface Setting {
  readonly session: AgentSessionRecord;
  readonly world: World;
  readonly context: RequestContext;
  /** Documents that were shown before, for a caller who asks for more. */
  readonly shown?: ReadonlySet<string>;
}

/** Uses a tool, and keeps that in the history. A refusal is an outcome; any other failure is thrown. */
export async function attemptTool(call: ToolCall, { session, world, context, shown }: Setting): Promise<ToolUse> {
  const start = performance.now();
  let status: ToolUse['status'] = 'success';
  let outputs: JsonObject;
  try {
    outputs = await runTool(call, { world, context });
    if (shown !== undefined && shown.size > 0) outputs = withoutShown(outputs, shown);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    status = 'error';
    outputs = { error: error.message };
  }
  stageMessage(
    { role: 'tool', content: call.tool, tool: { name: call.tool, inputs: call.inputs, outputs, status } },
    { session, context },
  );
  return { call, status, outputs, durationMs: performance.now() - start };
}

function withoutShown(outputs: JsonObject, shown: ReadonlySet<string>): JsonObject {
  if (!Array.isArray(outputs['documents'])) return outputs;
  const documents = objectsOf(outputs['documents']).filter((document) => !shown.has(textOf(document, 'document_id')));
  return { ...outputs, documents, ...(typeof outputs['total'] === 'number' ? { total: documents.length } : {}) };
}

export const tellCall = (id: string, { tool, inputs }: ToolCall): NamedEvent => ({
  event: 'tool_call',
  data: { tool_call_id: id, tool_name: tool, tool_inputs: inputs },
});

/** What happened: the run of a retriever in an event of its own, then the result. */
export function tellUse(id: string, { call, status, outputs, durationMs }: ToolUse): NamedEvent[] {
  const result: NamedEvent = {
    event: 'tool_result',
    data: { tool_call_id: id, tool_name: call.tool, status, outputs, duration_ms: durationMs },
  };
  if (call.tool !== 'run_retriever' || status === 'error') return [result];
  const run: NamedEvent = {
    event: 'retriever_execution',
    data: {
      execution_id: outputs['execution_id'] ?? null,
      retriever_id: outputs['retriever_id'] ?? null,
      retriever_name: outputs['retriever_name'] ?? null,
      inputs: call.inputs['inputs'] ?? {},
      document_count: objectsOf(outputs['documents']).length,
      duration_ms: outputs['duration_ms'] ?? 0,
    },
  };
  return [run, result];
}
