import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { findNotification, toNotificationView } from './view.js';

/** Reading it again keeps the time of the first. */
export function readNotification(context: RequestContext): ResolverResult {
  const { tx, services } = context;
  const notification = findNotification(context);
  const read = { ...notification, read_at: notification.read_at ?? isoTime(services.clock.now()) };
  if (notification.read_at === null) tx.put('notifications', read);
  return { body: toNotificationView(read) };
}

export function readAllNotifications({ state, tx, body, services }: RequestContext): ResolverResult {
  const { user_id: userId } = body;
  const now = isoTime(services.clock.now());
  const unread = state
    .list('notifications')
    .filter(({ read_at: readAt, user_id: id }) => readAt === null && (typeof userId !== 'string' || id === userId));
  for (const notification of unread) tx.put('notifications', { ...notification, read_at: now });
  return { body: { success: true, marked_count: unread.length } };
}
