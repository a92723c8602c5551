import type { EventHandler } from '../events/handler.js';
import { toEventView } from '../events/view.js';
import { stageDelivery } from './stage-delivery.js';

/** Stages a message for every channel of every active webhook that subscribes to the event. */
export const deliverToWebhooks: EventHandler = {
  name: 'webhooks',
  wants: ({ type }, state) =>
    state.ids('webhooks', (hook) => hook.is_active && hook.event_types.includes(type)).length > 0,
  handle(event, context) {
    const view = toEventView(event);
    for (const hook of context.state.list('webhooks')) {
      if (!hook.is_active || !hook.event_types.includes(event.type)) continue;
      for (const channel of hook.channels) {
        stageDelivery({ channel, event: view, source: { type: 'webhook', id: hook.id } }, context);
      }
    }
  },
};
