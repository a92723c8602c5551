import { evaluateAlerts } from '../alerts/evaluate.js';
import { notifyByAlert } from '../alerts/notify.js';
import { auditHandler } from '../audit/event-handler.js';
import { deliverToWebhooks } from '../deliveries/deliver-event.js';
import { collectionApplications } from '../enrich/on-documents-written.js';
import { notifyPeople } from '../notifications/notify.js';
import { triggerEvents } from '../triggers/on-event.js';
import type { EventHandler } from './handler.js';

/** Who hears of events, in this order. */
export const eventHandlers: readonly EventHandler[] = [
  auditHandler,
  collectionApplications,
  triggerEvents,
  deliverToWebhooks,
  evaluateAlerts,
  notifyByAlert,
  notifyPeople,
];
