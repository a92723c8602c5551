import type { JsonObject } from '../../internal/json.js';

/** What happened, and who is told of it. */
export interface EventTables {
  events: EventRecord;
  webhooks: WebhookRecord;
  deliveries: DeliveryRecord;
  mails: MailRecord;
  alerts: AlertRecord;
  alertExecutions: AlertExecutionRecord;
}

/** Something that happened to a resource. */
export interface EventRecord {
  id: string;
  /** `object.created`, `cluster.execution.failed`, ... */
  type: string;
  /** Null for what belongs to the organization. */
  namespace_id: string | null;
  subject: { type: string; id: string };
  metadata: JsonObject;
  occurred_at: string;
}

export interface WebhookRecord {
  id: string;
  /** Unique in the organization. */
  webhook_name: string;
  event_types: string[];
  channels: ChannelRecord[];
  is_active: boolean;
  created_at: string;
  updated_at: string;
}

/** One way to tell somebody, with its settings as the API has them. */
export interface ChannelRecord {
  channel: ChannelName;
  configs: JsonObject;
}

export type ChannelName = 'webhook' | 'slack' | 'email';

/** A message on its way. Kept before it is sent, so that a killed server sends it when it is back. */
export interface DeliveryRecord {
  id: string;
  channel: ChannelName;
  event_id: string;
  event_type: string;
  /** What asked for it: `webhook`, `alert` or `notification`. */
  source: { type: string; id: string };
  request: OutgoingMessage;
  status: DeliveryStatus;
  /** Attempts begun; one that a kill cut off has no entry in `attempts`. */
  started: number;
  attempts: DeliveryAttempt[];
  /** Null once it has ended. */
  next_attempt_at: string | null;
  created_at: string;
  updated_at: string;
}

export type DeliveryStatus = 'pending' | 'delivered' | 'failed' | 'canceled';

export interface OutgoingMessage {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeout_ms: number;
}

export interface DeliveryAttempt {
  at: string;
  /** HTTP status; null when no answer came. */
  status: number | null;
  /** Null for the one that was received. */
  error: string | null;
  duration_ms: number;
}

/** A mail that the service would send. */
export interface MailRecord {
  id: string;
  to: string[];
  cc: string[];
  bcc: string[];
  subject: string;
  body: string;
  content_type: string;
  /** What it tells of: an event, or a notification. */
  about: string;
  created_at: string;
}

export interface AlertRecord {
  id: string;
  namespace_id: string;
  /** Unique in the namespace. */
  name: string;
  description: string | null;
  retriever_id: string;
  notification_config: AlertNotificationRecord;
  enabled: boolean;
  metadata: JsonObject;
  created_at: string;
  updated_at: string;
}

export interface AlertNotificationRecord {
  channels: { channel_type: AlertChannelType; channel_id: string | null; config: JsonObject | null }[];
  include_matches: boolean;
  include_scores: boolean;
  template_id: null;
}

export type AlertChannelType = ChannelName | 'in_app';

/** One run of an alert over new documents. */
export interface AlertExecutionRecord {
  id: string;
  namespace_id: string;
  alert_id: string;
  /** The namespace itself for documents that are in no collection. */
  collection_id: string;
  match_count: number;
  /** The best of them. */
  matches: AlertMatchRecord[];
  source_documents: string[];
  /** Why it could not run; null when it did. */
  error: string | null;
  duration_ms: number;
  created_at: string;
}

export interface AlertMatchRecord {
  document_id: string;
  asset_id: string | null;
  score: number;
  matched_features: JsonObject | null;
  metadata: JsonObject;
}
