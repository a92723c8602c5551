import type { JsonObject } from '../../internal/json.js';
import { TASK_COMPLETED, TASK_FAILED } from '../events/task-events.js';
import { textOf } from '../json-object.js';
import type { EventRecord, NotificationRecord } from '../records.js';
import type { NotificationType } from './settings.js';

export interface Composed {
  readonly type: NotificationType;
  readonly priority: NotificationRecord['priority'];
  readonly title: string;
  readonly content: string;
}

/** Published when a delivery is given up, for the server's own handlers. */
export const DELIVERY_FAILED = 'delivery.failed';

/** What people are told of an event; undefined for events that are nothing to tell. */
export function composeNotification({ type, metadata }: EventRecord): Composed | undefined {
  switch (type) {
    case TASK_FAILED:
      return composeFailure(metadata);
    case TASK_COMPLETED:
      return {
        type: isExtraction(metadata) ? 'feature_extraction_success' : 'pipeline_success',
        priority: 'low',
        title: `Done: ${textOf(metadata, 'task_type')}`,
        content: `The task ${textOf(metadata, 'task_id')} is completed.`,
      };
    case 'alert.triggered':
      return {
        type: 'system_alert',
        priority: 'medium',
        title: `The alert "${textOf(metadata, 'alert_name')}" found something`,
        content: `${Number(metadata['match_count'])} new documents match.`,
      };
    case 'alert.execution.failed':
      return {
        type: 'system_alert',
        priority: 'high',
        title: `The alert "${textOf(metadata, 'alert_name')}" could not run`,
        content: textOf(metadata, 'error'),
      };
    case DELIVERY_FAILED:
      return {
        type: 'system_alert',
        priority: 'high',
        title: `A delivery of ${textOf(metadata, 'event_type')} was given up`,
        content: textOf(metadata, 'error'),
      };
    default:
      return undefined;
  }
}

function composeFailure(metadata: JsonObject): Composed {
  const partly = metadata['status'] === 'COMPLETED_WITH_ERRORS';
  return {
    type: isExtraction(metadata) ? 'feature_extraction_failure' : 'pipeline_failure',
    priority: partly ? 'medium' : 'high',
    title: `${partly ? 'Done with errors' : 'Failed'}: ${textOf(metadata, 'task_type')}`,
    content: textOf(metadata, 'error') || `See the outputs of the task ${textOf(metadata, 'task_id')}.`,
  };
}

const isExtraction = (metadata: JsonObject): boolean => /collection|extract|batch/.test(textOf(metadata, 'task_type'));
