import type { RequestContext, ResolverResult } from '../../context.js';
import { toHistoryItem } from '../../agents/messages.js';
import { findSession } from '../../agents/session.js';
import { usageOf } from '../../agents/usage.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import { listBySkip } from '../../list-by-position.js';
import { notFound } from '../../problem.js';

/** Messages and uses of tools, oldest first. */
export function readHistory(context: RequestContext): ResolverResult {
  const session = findSession(context);
  const { messages } = usageOf(session.id, context.state);
  const { items, total, hasMore } = listBySkip(messages.map(toHistoryItem), context.query, 50);
  return {
    body: {
      session_id: session.id,
      messages: items,
      total_messages: total,
      returned_messages: items.length,
      has_more: hasMore,
    },
  };
}

/** Keeps what somebody thought of an answer; the newest opinion counts. */
export function giveFeedback(context: RequestContext): ResolverResult {
  const { body, state, services, tx } = context;
  const session = findSession(context);
  const id = textOf(body, 'message_id');
  const message = state.get('agentMessages', id);
  if (message?.session_id !== session.id || message.role !== 'assistant') throw notFound('answer', id);
  const rating = textOf(body, 'rating');
  const recordedAt = isoTime(services.clock.now());
  const text = typeof body['feedback_text'] === 'string' ? body['feedback_text'] : null;
  tx.put('agentMessages', { ...message, feedback: { rating, feedback_text: text, recorded_at: recordedAt } });
  return { body: { session_id: session.id, message_id: id, rating, stored: true, recorded_at: recordedAt } };
}
