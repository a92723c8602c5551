import { createAlert } from './alerts/create.js';
import { deleteAlert, updateAlert } from './alerts/change.js';
import { listAlertResults, listAlertRuns, listAllRuns } from './alerts/executions.js';
import { findAlert } from './alerts/find.js';
import { listAlerts } from './alerts/list.js';
import { toAlertView } from './alerts/view.js';
import type { ResolverTable } from './table.js';

const CHANNEL_NOTE = 'Tells webhooks on this machine and on allowed hosts; mails are kept in the outbox, not sent.';

export const alertResolvers = {
  'alerts.create': { fidelity: 'behavioural', note: CHANNEL_NOTE, resolve: createAlert },
  'alerts.list': { fidelity: 'exact', resolve: listAlerts },
  'alerts.get': { fidelity: 'exact', resolve: (context) => ({ body: toAlertView(findAlert(context)) }) },
  'alerts.update': { fidelity: 'behavioural', note: CHANNEL_NOTE, resolve: updateAlert },
  'alerts.delete': { fidelity: 'exact', resolve: deleteAlert },
  'alerts.results': { fidelity: 'exact', resolve: listAlertResults },
  'alerts.executions.list': { fidelity: 'exact', resolve: listAlertRuns },
  'alerts.executions.listAll': { fidelity: 'exact', resolve: listAllRuns },
} satisfies ResolverTable;
