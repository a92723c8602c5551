import type { NamedEvent, RequestContext, ResolverResult } from '../../context.js';
import { stageMessage } from '../../agents/messages.js';
import { checkQuotas } from '../../agents/quotas.js';
import { collectReply } from '../../agents/reply.js';
import { findSession, refuseEnded } from '../../agents/session.js';
import { runTurn } from '../../agents/turn.js';
import { usageOf, type SessionUsage } from '../../agents/usage.js';
import { topicOf } from '../../agents/words.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, textOf } from '../../json-object.js';
import { Problem } from '../../problem.js';

/** Takes a message, unless the session has ended or used up a quota, and answers it. */
export async function sendMessage(context: RequestContext): Promise<ResolverResult> {
  const { body, state, services, tx } = context;
  const session = findSession(context);
  const now = services.clock.now();
  refuseEnded(session, now);
  const usage = usageOf(session.id, state);
  checkQuotas(session, usage, now);

  const content = textOf(body, 'content');
  const own = topicOf(content);
  const topic = own.length > 0 || !session.enable_memory ? own : lastTopic(usage);
  const metadata = isJsonObject(body['metadata']) ? body['metadata'] : {};
  stageMessage({ role: 'user', content, metadata, topic: [...topic] }, { session, context });
  tx.put('agentSessions', { ...session, last_activity_at: isoTime(now), updated_at: isoTime(now) });

  return answerWith(runTurn({ session, content, topic, usage, startedAt: performance.now() }, context), context);
}

/** Events, or with `stream: false` the whole answer. */
export async function answerWith(
  events: AsyncGenerator<NamedEvent>,
  { body }: RequestContext,
): Promise<ResolverResult> {
  if (body['stream'] !== false) return { namedEvents: events };
  return { body: await collectReply(refusing(events)) };
}

/** Nobody has heard anything yet, so a failure can still be a refusal. */
async function* refusing(events: AsyncIterable<NamedEvent>): AsyncGenerator<NamedEvent> {
  for await (const event of events) {
    if (event.event === 'error') throw new Problem({ status: 500, message: textOf(event.data, 'message') });
    yield event;
  }
}

function lastTopic({ messages }: SessionUsage): readonly string[] {
  return messages.findLast(({ role, topic }) => role === 'user' && topic.length > 0)?.topic ?? [];
}
