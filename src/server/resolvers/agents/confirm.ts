import type { NamedEvent, RequestContext, ResolverResult } from '../../context.js';
import { composeAnswer } from '../../agents/answer.js';
import type { ToolCall } from '../../agents/plan.js';
import { tellReply } from '../../agents/reply.js';
import { findSession, refuseEnded } from '../../agents/session.js';
import type { ToolName } from '../../agents/tools.js';
import { attemptTool, tellCall, tellUse, type ToolUse } from '../../agents/use-tool.js';
import { lookAround } from '../../agents/world.js';
import { badRequest, notFound } from '../../problem.js';
import type { AgentConfirmationRecord, AgentSessionRecord } from '../../records.js';
import { answerWith } from './send.js';

/** Does what was asked about, or leaves it. A question can be answered once, for five minutes. */
export async function confirmAction(context: RequestContext): Promise<ResolverResult> {
  const { body, services, tx } = context;
  const session = findSession(context);
  refuseEnded(session, services.clock.now());
  const question = findQuestion(session, context);
  const approved = body['approved'] === true;
  tx.put('agentConfirmations', { ...question, status: approved ? 'approved' : 'declined' });
  // Done here, where no other writer is at work; the events only tell of it.
  const call: ToolCall = { tool: question.tool_name as ToolName, inputs: question.tool_inputs };
  const use = approved ? await attemptTool(call, { session, world: lookAround(context), context }) : undefined;
  return answerWith(tell({ session, question, use, startedAt: performance.now() }, context), context);
}

interface Outcome {
  readonly session: AgentSessionRecord;
  readonly question: AgentConfirmationRecord;
  /** Undefined when it was declined. */
  readonly use: ToolUse | undefined;
  readonly startedAt: number;
}

async function* tell({ session, use, startedAt }: Outcome, context: RequestContext): AsyncGenerator<NamedEvent> {
  const told = { session, confirmationId: null, startedAt };
  if (use === undefined) {
    yield* tellReply({ ...told, text: 'All right, I leave it.', uses: [] }, context);
    return;
  }
  const id = context.services.id('call');
  yield tellCall(id, use.call);
  for (const event of tellUse(id, use)) yield event;
  const failed = use.outputs['error'];
  const text = typeof failed === 'string' ? `That did not work: ${failed}` : composeAnswer(use.call, use.outputs);
  yield* tellReply({ ...told, text, uses: [use] }, context);
}

function findQuestion(session: AgentSessionRecord, { path, state, services }: RequestContext): AgentConfirmationRecord {
  const id = path['confirmation_id'] ?? '';
  const question = state.get('agentConfirmations', id);
  if (question?.session_id !== session.id) throw notFound('confirmation', id);
  if (question.status !== 'pending') {
    throw badRequest('confirmation_answered', `The question ${id} was answered before: ${question.status}.`, {
      confirmation_id: id,
      status: question.status,
    });
  }
  if (services.clock.now() >= Date.parse(question.expires_at)) {
    throw badRequest(
      'confirmation_expired',
      `The question ${id} could be answered until ${question.expires_at}. Ask for the same again to get another one.`,
      { confirmation_id: id, expires_at: question.expires_at },
    );
  }
  return question;
}
