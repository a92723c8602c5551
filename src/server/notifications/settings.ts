import type { Caller, StateReader } from '../context.js';
import type { NotificationSettingsRecord } from '../records.js';

/** Settings of callers whose key belongs to no user. */
export const ORGANIZATION = 'organization';

/** What notifications can be about. */
export const NOTIFICATION_TYPES = [
  'pipeline_success',
  'pipeline_failure',
  'feature_extraction_success',
  'feature_extraction_failure',
  'system_alert',
  'billing_alert',
  'quota_alert',
  'audit_alert',
  'maintenance_alert',
  'custom',
  'onboarding_nudge',
  'engagement_nudge',
  'feature_tip',
] as const;

export type NotificationType = (typeof NOTIFICATION_TYPES)[number];

/** Kinds that nobody is told of unless the preferences say so: they would come with every task. */
const SILENT: ReadonlySet<string> = new Set(['pipeline_success', 'feature_extraction_success']);

export const settingsIdOf = ({ userEmail }: Caller): string => userEmail ?? ORGANIZATION;

export function settingsOf(state: StateReader, id: string): NotificationSettingsRecord {
  return (
    state.get('notificationSettings', id) ?? {
      id,
      preferences: {},
      reminders: {
        enabled: true,
        onboarding_nudges: true,
        engagement_reminders: true,
        feature_tips: true,
        quiet_hours_start: null,
        quiet_hours_end: null,
      },
      updated_at: new Date(0).toISOString(),
    }
  );
}

/** Where a kind of notification goes. */
export function channelsFor(settings: NotificationSettingsRecord, type: NotificationType): readonly string[] {
  return settings.preferences[type] ?? (SILENT.has(type) ? [] : ['in_app']);
}
