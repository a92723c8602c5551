import type { JsonObject } from '../../internal/json.js';
import type { JobContext } from '../context.js';
import { isoTime } from '../iso-time.js';
import { textOf } from '../json-object.js';
import type { ChannelRecord, DeliveryRecord } from '../records.js';
import { toMail, toSlackMessage, toWebhookMessage } from './messages.js';

export interface NewDelivery {
  readonly channel: ChannelRecord;
  /** The event as receivers get it. */
  readonly event: JsonObject;
  readonly source: DeliveryRecord['source'];
}

/** Keeps a message, and schedules it to be sent; a mail goes to the outbox of the instance. Gives the id of either. */
export function stageDelivery({ channel, event, source }: NewDelivery, { tx, services }: JobContext): string {
  const now = services.clock.now();
  const at = isoTime(now);
  if (channel.channel === 'email') {
    const id = services.id('mail');
    tx.put('mails', { id, ...toMail(channel, event), created_at: at });
    return id;
  }
  const userAgent = `mixpeek-server/${services.settings.version}`;
  const toMessage = channel.channel === 'slack' ? toSlackMessage : toWebhookMessage;
  const delivery: DeliveryRecord = {
    id: services.id('dlv'),
    channel: channel.channel,
    event_id: textOf(event, 'event_id'),
    event_type: textOf(event, 'event_type'),
    source,
    request: toMessage(channel, event, userAgent),
    status: 'pending',
    started: 0,
    attempts: [],
    next_attempt_at: at,
    created_at: at,
    updated_at: at,
  };
  tx.put('deliveries', delivery);
  tx.schedule('deliveries.send', now, { delivery_id: delivery.id });
  return delivery.id;
}
