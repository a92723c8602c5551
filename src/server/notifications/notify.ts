import type { JobContext, StateReader } from '../context.js';
import type { EventHandler } from '../events/handler.js';
import { isoTime } from '../iso-time.js';
import type { EventRecord, NotificationRecord } from '../records.js';
import { composeNotification, type Composed } from './compose.js';
import { channelsFor, ORGANIZATION, settingsOf } from './settings.js';
import { issueUnsubscribeToken } from './unsubscribe-token.js';

/** Notifications that are kept. */
const KEPT = 2_000;

/** Tells people what happened: in the list, and by mail, as their preferences say. */
export const notifyPeople: EventHandler = {
  name: 'notifications',
  wants(event, state) {
    const composed = composeNotification(event);
    return composed !== undefined && isHeard(event, composed, state);
  },
  handle(event, context) {
    const composed = composeNotification(event);
    if (composed === undefined) return;
    const addresses = addressesFor(composed, context.state);
    for (const address of addresses) stageMail(address, { event, composed }, context);
    if (!isListed(event, composed, context.state)) return;
    const { tx, services } = context;
    const notification: NotificationRecord = {
      id: services.id('ntf'),
      ...composed,
      user_id: null,
      metadata: { event_id: event.id, event_type: event.type, namespace_id: event.namespace_id, ...event.metadata },
      delivery_status: { in_app: 'delivered', ...(addresses.length > 0 ? { email: 'delivered' } : {}) },
      read_at: null,
      created_at: isoTime(services.clock.now()),
    };
    tx.put('notifications', notification);
    const ids = context.state.ids('notifications', () => true);
    for (const id of ids.slice(0, Math.max(0, ids.length - KEPT))) tx.delete('notifications', id);
  },
};

const isHeard = (event: EventRecord, composed: Composed, state: StateReader): boolean =>
  isListed(event, composed, state) || addressesFor(composed, state).length > 0;

function isListed(event: EventRecord, { type }: Composed, state: StateReader): boolean {
  if (channelsFor(settingsOf(state, ORGANIZATION), type).includes('in_app')) return true;
  // An alert may ask for it itself.
  const alert = event.type === 'alert.triggered' ? state.get('alerts', event.subject.id) : undefined;
  return alert?.notification_config.channels.some(({ channel_type: channel }) => channel === 'in_app') === true;
}

/** Users who want the kind by mail, and everyone else where the organization wants it so. */
function addressesFor({ type }: Composed, state: StateReader): string[] {
  const wanted = new Set<string>();
  const byOrganization = channelsFor(settingsOf(state, ORGANIZATION), type).includes('email');
  const own = new Set(state.ids('notificationSettings', ({ id }) => id !== ORGANIZATION));
  for (const id of own) {
    if (channelsFor(settingsOf(state, id), type).includes('email')) wanted.add(id);
  }
  if (byOrganization) {
    for (const { email } of state.list('users')) if (!own.has(email)) wanted.add(email);
    for (const { billing_email: email } of state.list('organizations'))
      if (email !== null && !own.has(email)) wanted.add(email);
  }
  return [...wanted].filter((address) => state.get('mailOptOuts', address) === undefined);
}

function stageMail(
  address: string,
  { event, composed }: { event: EventRecord; composed: Composed },
  { tx, services }: JobContext,
): void {
  const link = `/v1/public/notifications/unsubscribe?token=${issueUnsubscribeToken(address, services)}`;
  tx.put('mails', {
    id: services.id('mail'),
    to: [address],
    cc: [],
    bcc: [],
    subject: composed.title,
    body: `${composed.content}\n\nNo more mails: ${link}`,
    content_type: 'plain_text',
    about: event.id,
    created_at: isoTime(services.clock.now()),
  });
}
