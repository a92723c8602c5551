import type { NamedEvent, RequestContext } from '../context.js';
import { isoTime } from '../iso-time.js';
import { objectsOf, textOf } from '../json-object.js';
import type { AgentConfirmationRecord, AgentSessionRecord } from '../records.js';
import { toErrorDetail } from '../resolvers/retrievers/execution.js';
import { composeAnswer } from './answer.js';
import { detectIntent } from './intent.js';
import { planTurn, type ToolCall } from './plan.js';
import { tellReply } from './reply.js';
import { toolByName } from './tools.js';
import { attemptTool, tellCall, tellUse, type ToolUse } from './use-tool.js';
import type { SessionUsage } from './usage.js';
import { wordsOf } from './words.js';
import { lookAround, type World } from './world.js';

const CONFIRM_WITHIN_MS = 5 * 60_000;

export interface Turn {
  readonly session: AgentSessionRecord;
  readonly content: string;
  readonly topic: readonly string[];
  /** Before this message. */
  readonly usage: SessionUsage;
  readonly startedAt: number;
}

/** Answers a message: everything that happens, in order. A failure is the last event. */
export async function* runTurn(turn: Turn, context: RequestContext): AsyncGenerator<NamedEvent> {
  try {
    yield* answer(turn, context);
  } catch (error) {
    if (context.signal.aborted) throw error;
    yield { event: 'error', data: toErrorDetail(error) };
  }
}

async function* answer(turn: Turn, context: RequestContext): AsyncGenerator<NamedEvent> {
  const { session, content, topic, startedAt } = turn;
  const { services } = context;
  const world = lookAround(context);
  const intent = detectIntent(content, world);
  yield { event: 'intent', data: intent };
  const plan = planTurn({ content, intent, topic, userMemory: session.user_memory }, world);
  yield { event: 'thinking', data: { content: plan.thinking } };

  const uses: ToolUse[] = [];
  const said: string[] = plan.answer === undefined ? [] : [plan.answer];
  let confirmationId: string | null = null;
  const queue = [...plan.calls];
  for (let call = queue.shift(); call !== undefined; call = queue.shift()) {
    const obstacle = obstacleOf(call, turn, uses.length);
    if (obstacle !== undefined) {
      said.push(obstacle);
      break;
    }
    const id = services.id('call');
    yield tellCall(id, call);
    if (toolByName(call.tool)?.requiresConfirmation === true) {
      const question = askFirst(call, session, context);
      confirmationId = question.id;
      if (call.tool === 'create_retriever') yield { event: 'pipeline_config', data: call.inputs };
      const message = questionOf(call);
      yield {
        event: 'confirmation_required',
        data: {
          confirmation_id: question.id,
          tool_name: call.tool,
          tool_inputs: call.inputs,
          message,
          expires_at: question.expires_at,
        },
      };
      said.push(message);
      break;
    }
    const use = await attemptTool(widen(call, turn), { session, world, context, shown: shownBefore(turn) });
    uses.push(use);
    for (const event of tellUse(id, use)) yield event;
    if (use.status === 'success') {
      said.push(composeAnswer(use.call, use.outputs));
      continue;
    }
    const other = insteadOf(call, turn, world);
    if (other === undefined) said.push(`That did not work: ${textOf(use.outputs, 'error')}`);
    else queue.push(other);
  }
  const sessionName = session.session_name === null ? nameFor(content) : undefined;
  yield* tellReply(
    {
      session,
      text: said.join('\n\n'),
      uses,
      confirmationId,
      startedAt,
      ...(sessionName === undefined ? {} : { sessionName }),
    },
    context,
  );
}

/** Why a tool cannot be used; undefined when it can. */
function obstacleOf({ tool }: ToolCall, { session, usage }: Turn, used: number): string | undefined {
  const { available_tools: available } = session.agent_config;
  if (available.length > 0 && !available.includes(tool)) {
    return `I would need the tool ${tool} for that, and this session does not have it.`;
  }
  const most = session.quotas.max_tool_calls;
  if (most === null || usage.toolCalls + used < most) return undefined;
  return `I may use no more tools in this session: its quota max_tool_calls is ${most}.`;
}

function askFirst(
  call: ToolCall,
  session: AgentSessionRecord,
  { tx, services }: RequestContext,
): AgentConfirmationRecord {
  const now = services.clock.now();
  const question: AgentConfirmationRecord = {
    id: services.id('conf'),
    session_id: session.id,
    namespace_id: session.namespace_id,
    tool_name: call.tool,
    tool_inputs: call.inputs,
    status: 'pending',
    expires_at: isoTime(now + CONFIRM_WITHIN_MS),
    created_at: isoTime(now),
  };
  tx.put('agentConfirmations', question);
  return question;
}

function questionOf({ tool, inputs }: ToolCall): string {
  const name = textOf(inputs, 'retriever_name') || textOf(inputs, 'retriever_id');
  return tool === 'delete_retriever'
    ? `Shall I delete the retriever "${name}"?`
    : `I drafted the retriever "${name}". Shall I create it?`;
}

/** A retriever that refuses is no reason to give up: the texts can still be searched. */
function insteadOf({ tool }: ToolCall, { topic }: Turn, world: World): ToolCall | undefined {
  if (tool !== 'run_retriever' || topic.length === 0 || world.documents.size === 0) return undefined;
  return { tool: 'search_documents', inputs: { query: topic.join(' '), limit: 5 } };
}

/** Whoever asks for more has seen the first ones. */
function widen(call: ToolCall, turn: Turn): ToolCall {
  const limit = call.inputs['limit'];
  if (typeof limit !== 'number') return call;
  return { ...call, inputs: { ...call.inputs, limit: Math.min(50, limit + shownBefore(turn).size) } };
}

/** Documents that earlier answers about the same topic showed. Empty unless the message asks for more. */
function shownBefore({ session, content, topic, usage }: Turn): ReadonlySet<string> {
  if (!session.enable_memory || !wordsOf(content).includes('more')) return new Set();
  const about = topic.join(' ');
  const start = usage.messages.findIndex(({ role, topic: own }) => role === 'user' && own.join(' ') === about);
  const shown = usage.messages.slice(Math.max(0, start)).flatMap(({ tool }) => objectsOf(tool?.outputs['documents']));
  return new Set(shown.map((document) => textOf(document, 'document_id')));
}

const LONGEST_NAME = 60;

function nameFor(content: string): string {
  const text = content.trim().replaceAll(/\s+/g, ' ');
  const name = text.length <= LONGEST_NAME ? text : `${text.slice(0, LONGEST_NAME - 3)}...`;
  return name.charAt(0).toUpperCase() + name.slice(1);
}
