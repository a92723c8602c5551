import type { JsonObject } from '../../internal/json.js';
import type { StateReader } from '../context.js';
import { stageDelivery } from '../deliveries/stage-delivery.js';
import type { EventHandler } from '../events/handler.js';
import { toEventView } from '../events/view.js';
import type { AlertRecord, ChannelRecord } from '../records.js';

/** Tells the channels of an alert that something matched. */
export const notifyByAlert: EventHandler = {
  name: 'alert-channels',
  wants: ({ type }) => type === 'alert.triggered',
  handle(event, context) {
    const alert = context.state.get('alerts', event.subject.id);
    if (alert === undefined) return;
    const view: JsonObject = toEventView(event);
    for (const channel of channelsOf(alert, context.state)) {
      stageDelivery({ channel, event: view, source: { type: 'alert', id: alert.id } }, context);
    }
  },
};

/** Notifications in the app are made of the event by another handler. */
function channelsOf({ notification_config: { channels } }: AlertRecord, state: StateReader): ChannelRecord[] {
  return channels.flatMap(({ channel_type: channel, channel_id: id, config }): ChannelRecord[] => {
    if (channel === 'in_app') return [];
    if (id !== null) return (state.get('webhooks', id)?.channels ?? []).filter((one) => one.channel === channel);
    return config === null ? [] : [{ channel, configs: config }];
  });
}
