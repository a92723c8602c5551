import { ApiError } from '../../errors.js';
import type { AgentStreamEvent } from '../../index.js';
import type { Context } from '../context.js';

/** Writes the answer of an agent as it comes: its words to stdout, what it does to stderr. A failure is thrown. */
export async function printAgentEvents(context: Context, events: AsyncIterable<AgentStreamEvent>): Promise<void> {
  const colors = await context.colors();
  for await (const happened of events) {
    switch (happened.event) {
      case 'thinking':
        context.note(colors.dim(happened.data.content));
        break;
      case 'tool_call':
        context.note(colors.dim(`> ${happened.data.tool_name} ${JSON.stringify(happened.data.tool_inputs)}`));
        break;
      case 'tool_result':
        if (happened.data.status === 'error') context.note(colors.red(`! ${String(happened.data.outputs['error'])}`));
        break;
      case 'token':
        await context.io.write(happened.data.content);
        break;
      case 'message':
        await context.io.write('\n');
        break;
      case 'confirmation_required':
        context.note(
          `To go on: mixpeek agents sessions confirm <session-id> ${happened.data.confirmation_id} --approved`,
        );
        break;
      case 'error': {
        const { message, type = 'InternalServerError', code } = happened.data;
        throw new ApiError(message, { status: 500, type, code });
      }
    }
  }
}
