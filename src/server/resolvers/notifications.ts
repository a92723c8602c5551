import { describeFunnel } from './notifications/funnel.js';
import { listNotifications, unreadCount } from './notifications/list.js';
import { readAllNotifications, readNotification } from './notifications/read.js';
import { getReminders, replaceReminders } from './notifications/reminders.js';
import { getPreferences, replacePreferences } from './notifications/preferences.js';
import { unsubscribe } from './notifications/unsubscribe.js';
import { findNotification, toNotificationView } from './notifications/view.js';
import type { ResolverTable } from './table.js';

const NOTE = 'Made of failed tasks, alerts and deliveries that were given up; mails are kept in the outbox, not sent.';

export const notificationResolvers = {
  'notifications.list': { fidelity: 'behavioural', note: NOTE, resolve: listNotifications },
  'notifications.get': {
    fidelity: 'exact',
    resolve: (context) => ({ body: toNotificationView(findNotification(context)) }),
  },
  'notifications.delete': {
    fidelity: 'exact',
    resolve({ path, state, tx }) {
      const id = path['notification_id'] ?? '';
      if (state.get('notifications', id) !== undefined) tx.delete('notifications', id);
      return { status: 204, body: undefined };
    },
  },
  'notifications.read': { fidelity: 'exact', resolve: readNotification },
  'notifications.readAll': { fidelity: 'exact', resolve: readAllNotifications },
  'notifications.unreadCount': { fidelity: 'exact', resolve: unreadCount },
  'notifications.preferences.get': { fidelity: 'exact', resolve: getPreferences },
  'notifications.preferences.replace': {
    fidelity: 'behavioural',
    note: 'Notifications go to the list in the app and to mails; other channels are refused.',
    resolve: replacePreferences,
  },
  'notifications.reminders.get': { fidelity: 'exact', resolve: getReminders },
  'notifications.reminders.replace': {
    fidelity: 'behavioural',
    note: 'Kept; this server reminds nobody.',
    resolve: replaceReminders,
  },
  'notifications.funnelState': { fidelity: 'behavioural', note: 'The steps are a choice.', resolve: describeFunnel },
  'public.notifications.unsubscribe': { fidelity: 'exact', resolve: unsubscribe },
} satisfies ResolverTable;
