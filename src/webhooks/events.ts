/** What happened, as a webhook is told. `Name` is its type, `Metadata` what it says beside its subject. */
export interface WebhookEventOf<Name extends string, Subject extends string, Metadata extends object = object> {
  /** The same for every delivery of the event: what repeats are told by. */
  readonly event_id: string;
  readonly event_type: Name;
  /** ISO 8601, UTC. */
  readonly occurred_at: string;
  /** Null for what belongs to the organization. */
  readonly namespace_id: string | null;
  readonly subject: { readonly type: Subject; readonly id: string };
  readonly metadata: Readonly<Metadata & Record<string, unknown>>;
  /** What a cache of answers should drop. */
  readonly cache_scope?: { readonly scope: string; readonly [field: string]: unknown };
}

/** What an alert says of itself. */
export interface AlertMetadata {
  readonly alert_id: string;
  readonly alert_name?: string;
}

/** What a run of an alert says. */
export interface AlertRunMetadata extends AlertMetadata {
  readonly execution_id: string;
  readonly collection_id: string;
  readonly match_count: number;
}

/** A document that an alert found; without a score where the alert leaves scores out. */
export interface AlertMatch {
  readonly document_id: string;
  readonly asset_id?: string | null;
  readonly score?: number;
  readonly metadata?: Readonly<Record<string, unknown>> | null;
}

/** What documents were written. */
export interface DocumentsWrittenMetadata {
  readonly collection_id?: string;
  readonly batch_id?: string;
  readonly document_count?: number;
}

/** Metadata of each documented event, by its type, with the type of its subject. */
export interface WebhookEventMap {
  'object.created': WebhookEventOf<'object.created', 'object'>;
  'objects.created.batch': WebhookEventOf<'objects.created.batch', string>;
  'object.updated': WebhookEventOf<'object.updated', 'object'>;
  'object.deleted': WebhookEventOf<'object.deleted', 'object'>;
  'collection.created': WebhookEventOf<'collection.created', 'collection'>;
  'collection.updated': WebhookEventOf<'collection.updated', 'collection'>;
  'collection.deleted': WebhookEventOf<'collection.deleted', 'collection'>;
  'collection.documents.written': WebhookEventOf<
    'collection.documents.written',
    'collection',
    DocumentsWrittenMetadata
  >;
  'cluster.created': WebhookEventOf<'cluster.created', 'cluster'>;
  'cluster.updated': WebhookEventOf<'cluster.updated', 'cluster'>;
  'cluster.deleted': WebhookEventOf<'cluster.deleted', 'cluster'>;
  'cluster.execution.started': WebhookEventOf<'cluster.execution.started', string>;
  'cluster.execution.completed': WebhookEventOf<'cluster.execution.completed', string>;
  'cluster.execution.failed': WebhookEventOf<'cluster.execution.failed', string, { readonly error?: string }>;
  'trigger.created': WebhookEventOf<'trigger.created', 'trigger'>;
  'trigger.updated': WebhookEventOf<'trigger.updated', 'trigger'>;
  'trigger.deleted': WebhookEventOf<'trigger.deleted', 'trigger'>;
  'trigger.paused': WebhookEventOf<'trigger.paused', 'trigger'>;
  'trigger.resumed': WebhookEventOf<'trigger.resumed', 'trigger'>;
  'trigger.fired': WebhookEventOf<'trigger.fired', 'trigger'>;
  'trigger.execution.completed': WebhookEventOf<'trigger.execution.completed', string>;
  'trigger.execution.failed': WebhookEventOf<'trigger.execution.failed', string, { readonly error?: string }>;
  'taxonomy.created': WebhookEventOf<'taxonomy.created', 'taxonomy'>;
  'taxonomy.updated': WebhookEventOf<'taxonomy.updated', 'taxonomy'>;
  'taxonomy.deleted': WebhookEventOf<'taxonomy.deleted', 'taxonomy'>;
  'alert.created': WebhookEventOf<'alert.created', 'alert', AlertMetadata>;
  'alert.updated': WebhookEventOf<'alert.updated', 'alert', AlertMetadata>;
  'alert.deleted': WebhookEventOf<'alert.deleted', 'alert', AlertMetadata>;
  'alert.triggered': WebhookEventOf<
    'alert.triggered',
    'alert',
    AlertRunMetadata & { readonly matches?: readonly AlertMatch[] }
  >;
  'alert.execution.completed': WebhookEventOf<
    'alert.execution.completed',
    'alert',
    AlertRunMetadata & { readonly triggered: boolean }
  >;
  'alert.execution.failed': WebhookEventOf<
    'alert.execution.failed',
    'alert',
    AlertRunMetadata & { readonly error: string }
  >;
}

/** An event of a documented type: `event_type` tells which. */
export type KnownWebhookEvent = WebhookEventMap[keyof WebhookEventMap];

/** An event of a type that this version does not know. */
export type UnknownWebhookEvent = WebhookEventOf<string & {}, string>;

/** Whatever a webhook may be told. `isKnownEvent` narrows it to the documented types. */
export type WebhookEvent = KnownWebhookEvent | UnknownWebhookEvent;

const KNOWN = {
  'object.created': true,
  'objects.created.batch': true,
  'object.updated': true,
  'object.deleted': true,
  'collection.created': true,
  'collection.updated': true,
  'collection.deleted': true,
  'collection.documents.written': true,
  'cluster.created': true,
  'cluster.updated': true,
  'cluster.deleted': true,
  'cluster.execution.started': true,
  'cluster.execution.completed': true,
  'cluster.execution.failed': true,
  'trigger.created': true,
  'trigger.updated': true,
  'trigger.deleted': true,
  'trigger.paused': true,
  'trigger.resumed': true,
  'trigger.fired': true,
  'trigger.execution.completed': true,
  'trigger.execution.failed': true,
  'taxonomy.created': true,
  'taxonomy.updated': true,
  'taxonomy.deleted': true,
  'alert.created': true,
  'alert.updated': true,
  'alert.deleted': true,
  'alert.triggered': true,
  'alert.execution.completed': true,
  'alert.execution.failed': true,
} as const satisfies Record<keyof WebhookEventMap, true>;

/**
 * Whether the event is of a documented type, so that a `switch` on `event_type` narrows its metadata.
 *
 * @example
 * if (isKnownEvent(event) && event.event_type === 'alert.triggered') console.log(event.metadata.match_count);
 */
export const isKnownEvent = (event: WebhookEvent): event is KnownWebhookEvent => Object.hasOwn(KNOWN, event.event_type);
