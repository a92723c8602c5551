import { auditHandler } from '../audit/event-handler.js';
import { collectionApplications } from '../enrich/on-documents-written.js';
import { triggerEvents } from '../triggers/on-event.js';
import type { EventHandler } from './handler.js';

export type { EventHandler } from './handler.js';

/** Who hears of events, in this order. */
export const eventHandlers: readonly EventHandler[] = [auditHandler, collectionApplications, triggerEvents];
