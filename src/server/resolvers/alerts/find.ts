import type { RequestContext } from '../../context.js';
import { findRecord } from '../../find-record.js';
import type { AlertRecord } from '../../records.js';

export const nameOfAlert = ({ name }: Readonly<AlertRecord>): string => name;

/** The alert of the path, by id or name. */
export const findAlert = (context: RequestContext): AlertRecord =>
  findRecord(context, 'alerts', {
    idOrName: context.path['alert_id'] ?? '',
    nameOf: nameOfAlert,
    resource: 'alert',
  });
