import { auditHandler } from '../audit/event-handler.js';
import type { EventHandler } from './handler.js';

export type { EventHandler } from './handler.js';

/** Who hears of events, in this order. */
export const eventHandlers: readonly EventHandler[] = [auditHandler];
