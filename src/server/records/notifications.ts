import type { JsonObject } from '../../internal/json.js';

/** What people are told, and what they want to be told. */
export interface NotificationTables {
  notifications: NotificationRecord;
  notificationSettings: NotificationSettingsRecord;
  mailOptOuts: MailOptOutRecord;
}

export interface NotificationRecord {
  id: string;
  type: string;
  priority: 'low' | 'medium' | 'high' | 'critical';
  title: string;
  content: string;
  /** Null: everyone. */
  user_id: string | null;
  metadata: JsonObject;
  delivery_status: Record<string, string>;
  /** Null until it was read. */
  read_at: string | null;
  created_at: string;
}

/** The id is the e-mail address of the user, or `organization` for keys of no user. */
export interface NotificationSettingsRecord {
  id: string;
  /** Channels by kind of notification; a kind that is left out goes to the list in the app. */
  preferences: Record<string, string[]>;
  reminders: ReminderSettings;
  updated_at: string;
}

export interface ReminderSettings {
  enabled: boolean;
  onboarding_nudges: boolean;
  engagement_reminders: boolean;
  feature_tips: boolean;
  /** Hours of the day in UTC; null: no quiet hours. */
  quiet_hours_start: number | null;
  quiet_hours_end: number | null;
}

/** The id is an address that gets no more mails. */
export interface MailOptOutRecord {
  id: string;
  created_at: string;
}
