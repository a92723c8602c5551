import { textOf } from '../json-object.js';
import type { JobTable } from '../resolvers/table.js';
import { eventHandlers } from './handlers.js';

/** Events that are kept to be looked up; older ones are forgotten. */
const KEPT = 10_000;

export const eventJobs = {
  /** Gives every handler that the event concerns a job of its own, so that one that fails holds up no other. */
  'events.dispatch': ({ payload }, { state, tx, services }) => {
    const eventId = textOf(payload, 'event_id');
    const event = state.get('events', eventId);
    for (const { name, wants } of eventHandlers) {
      if (event === undefined || wants?.(event, state) === false) continue;
      tx.schedule('events.handle', services.clock.now(), { event_id: eventId, handler: name });
    }
    const excess = state.count('events') - KEPT;
    if (excess > 0) {
      const oldest = state.ids('events', () => true).slice(0, excess);
      for (const id of oldest) tx.delete('events', id);
    }
  },
  'events.handle': async ({ payload }, context) => {
    const event = context.state.get('events', textOf(payload, 'event_id'));
    const handler = eventHandlers.find(({ name }) => name === textOf(payload, 'handler'));
    if (event !== undefined && handler !== undefined) await handler.handle(event, context);
  },
} satisfies JobTable;
