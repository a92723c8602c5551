import type { EventStream } from '../call.js';
import { ApiError, DecodeError } from '../errors.js';
import type { AgentReply } from '../generated/schemas.js';
import type { AgentStreamEvent } from './agent-events.js';

interface Envelope {
  readonly requestId: string | undefined;
}

/**
 * Reads the events of an agent to their end, and gives the answer that they tell of.
 * @throws ApiError for a failure that the events tell of, DecodeError when they end without an answer.
 */
export async function collectReply(
  events: EventStream<AgentStreamEvent>,
  { requestId }: Envelope,
): Promise<AgentReply> {
  let content = '';
  for await (const happened of events) {
    switch (happened.event) {
      case 'token':
        content += happened.data.content;
        break;
      case 'message':
        content = happened.data.content;
        break;
      case 'error': {
        const { message, type = 'InternalServerError', code } = happened.data;
        throw new ApiError(message, { status: 500, type, code, requestId });
      }
      case 'done':
        return { ...happened.data, content };
    }
  }
  throw new DecodeError('The events of the agent ended without an answer.', { status: 200, requestId, excerpt: '' });
}
