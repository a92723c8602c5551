import type { EventHandler } from '../events/handler.js';
import { putEntry } from './recorder.js';

/** Events that no request asks for, in the words of the audit log; what requests do is recorded with them. */
const ACTIONS: Readonly<Record<string, string>> = {
  'alert.triggered': 'alert_triggered',
  'trigger.fired': 'trigger_fired',
};

export const auditHandler: EventHandler = {
  name: 'audit',
  wants: ({ type }) => Object.hasOwn(ACTIONS, type),
  handle(event, context) {
    const action = ACTIONS[event.type];
    if (action === undefined) return;
    putEntry(context, {
      action,
      resourceType: event.subject.type,
      resourceId: event.subject.id,
      actorId: 'system',
      actorType: 'system',
      status: 'success',
      changes: null,
      userAgent: null,
      requestId: null,
    });
  },
};
