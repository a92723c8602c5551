export { isKnownEvent } from './events.js';
export type {
  AlertMatch,
  AlertMetadata,
  AlertRunMetadata,
  DocumentsWrittenMetadata,
  KnownWebhookEvent,
  UnknownWebhookEvent,
  WebhookEvent,
  WebhookEventMap,
  WebhookEventOf,
} from './events.js';
export type { WebhookBody } from './read-body.js';
export { createWebhookReceiver } from './receiver.js';
export type {
  HandleWebhookEvent,
  NodeRequest,
  NodeResponse,
  WebhookDelivery,
  WebhookHeaders,
  WebhookReceiver,
  WebhookReceiverOptions,
} from './receiver.js';
export { createMemoryStore } from './seen-store.js';
export type { MemoryStoreOptions, SeenStore } from './seen-store.js';
export { WebhookError } from './webhook-error.js';
export type { WebhookErrorCode } from './webhook-error.js';
