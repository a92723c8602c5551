import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext } from '../../context.js';
import { ORGANIZATION_ID } from '../../organization.js';
import { notFound } from '../../problem.js';
import type { NotificationRecord } from '../../records.js';

export function findNotification({ path, state }: RequestContext): NotificationRecord {
  const id = path['notification_id'] ?? '';
  const found = state.get('notifications', id);
  if (found === undefined) throw notFound('notification', id);
  return found;
}

export const toNotificationView = (notification: NotificationRecord): JsonObject => ({
  ...notification,
  organization_id: ORGANIZATION_ID,
  delivery_status: { ...notification.delivery_status },
  read: notification.read_at !== null,
});
