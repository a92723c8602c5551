import type { RequestContext, ResolverResult } from '../../context.js';
import { listRecords } from '../../list-records.js';
import type { NotificationRecord } from '../../records.js';
import { toNotificationView } from './view.js';

export function listNotifications({ state, body, query }: RequestContext): ResolverResult {
  const { notification_type: type, priority, read, user_id: userId } = body;
  const wanted = (notification: NotificationRecord): boolean =>
    (typeof type !== 'string' || notification.type === type) &&
    (typeof priority !== 'string' || notification.priority === priority) &&
    (typeof read !== 'boolean' || (notification.read_at !== null) === read) &&
    (typeof userId !== 'string' || notification.user_id === userId);
  const { results, pagination, total } = listRecords(state.list('notifications').filter(wanted), {
    body: {},
    query,
    view: toNotificationView,
    searchFields: [],
    cursorQuery: [type ?? null, priority ?? null, read ?? null, userId ?? null],
  });
  return { body: { results, pagination, total } };
}

export function unreadCount({ state, query }: RequestContext): ResolverResult {
  const { user_id: userId } = query;
  const unread = state
    .list('notifications')
    .filter(({ read_at: readAt, user_id: id }) => readAt === null && (typeof userId !== 'string' || id === userId));
  const count = (priority: string): number => unread.filter((one) => one.priority === priority).length;
  return {
    body: {
      unread_count: unread.length,
      by_priority: { low: count('low'), medium: count('medium'), high: count('high'), critical: count('critical') },
    },
  };
}
