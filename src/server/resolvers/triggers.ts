import type { JsonObject } from '../../internal/json.js';
import { isJsonObject, textOf } from '../json-object.js';
import { unprocessable } from '../problem.js';
import { fire } from '../triggers/fire.js';
import { triggerJobs as jobs } from '../triggers/jobs.js';
import { storeTrigger } from '../triggers/plan.js';
import type { RequestContext, ResolverResult } from '../context.js';
import { toTaskView } from './tasks/view.js';
import { pauseTrigger, resumeTrigger, updateTrigger } from './triggers/change.js';
import { createTrigger } from './triggers/create.js';
import { findTrigger } from './triggers/find.js';
import { listHistory, listTriggers } from './triggers/list.js';
import { removeTrigger } from './triggers/remove.js';
import { toClusterExecutionView, toClusterTriggerView, toExecutionView, toTriggerView } from './triggers/view.js';
import type { JobTable, ResolverTable } from './table.js';

const CLOCK_NOTE = 'Fires on the clock of the instance; times that passed while nobody asked are one firing.';

const general = (context: RequestContext) => findTrigger(context, 'general');
const ofCluster = (context: RequestContext) => findTrigger(context, 'cluster');

export const triggerResolvers = {
  'triggers.create': {
    fidelity: 'behavioural',
    note: CLOCK_NOTE,
    resolve: (context) => {
      const { body } = context;
      const actionConfig = body['action_config'] as JsonObject;
      const created = createTrigger(context, {
        family: 'general',
        actionType: textOf(body, 'action_type'),
        actionConfig,
      });
      return { status: 201, body: toTriggerView(created) };
    },
  },
  'triggers.list': {
    fidelity: 'exact',
    resolve: (context) => {
      const { action_type: action, resource_id: resource } = context.body;
      const body = listTriggers(context, {
        family: 'general',
        view: toTriggerView,
        wanted: (trigger) =>
          (typeof action !== 'string' || trigger.action_type === action) &&
          (typeof resource !== 'string' || Object.values(trigger.action_config).includes(resource)),
      });
      return { body };
    },
  },
  'triggers.get': { fidelity: 'exact', resolve: (context) => ({ body: toTriggerView(general(context)) }) },
  'triggers.update': {
    fidelity: 'exact',
    resolve: (context) => ({ body: toTriggerView(updateTrigger(general(context), context)) }),
  },
  'triggers.delete': { fidelity: 'exact', resolve: (context) => remove(general(context), context) },
  'triggers.pause': {
    fidelity: 'exact',
    resolve: (context) => ({ body: toTriggerView(pauseTrigger(general(context), context)) }),
  },
  'triggers.resume': {
    fidelity: 'exact',
    resolve: (context) => ({ body: toTriggerView(resumeTrigger(general(context), context)) }),
  },
  'triggers.execute': { fidelity: 'behavioural', note: CLOCK_NOTE, resolve: executeNow },
  'triggers.history': {
    fidelity: 'exact',
    resolve: (context) => ({
      body: listHistory(general(context), context, { position: context.query, view: toExecutionView }),
    }),
  },

  'clusters.triggers.create': {
    fidelity: 'behavioural',
    note: CLOCK_NOTE,
    resolve: (context) => {
      const created = createTrigger(context, {
        family: 'cluster',
        actionType: 'cluster',
        actionConfig: readClusterAction(context.body),
      });
      return { status: 201, body: toClusterTriggerView(context.state)(created) };
    },
  },
  'clusters.triggers.list': {
    fidelity: 'exact',
    resolve: (context) => {
      const { cluster_id: cluster } = context.body;
      const body = listTriggers(context, {
        family: 'cluster',
        view: toClusterTriggerView(context.state),
        wanted: ({ action_config: config }) => typeof cluster !== 'string' || config['cluster_id'] === cluster,
      });
      return { body };
    },
  },
  'clusters.triggers.get': {
    fidelity: 'exact',
    resolve: (context) => ({ body: toClusterTriggerView(context.state)(ofCluster(context)) }),
  },
  'clusters.triggers.update': {
    fidelity: 'exact',
    resolve: (context) => ({
      body: toClusterTriggerView(context.state)(updateTrigger(ofCluster(context), context)),
    }),
  },
  'clusters.triggers.delete': { fidelity: 'exact', resolve: (context) => remove(ofCluster(context), context) },
  'clusters.triggers.pause': {
    fidelity: 'exact',
    resolve: (context) => ({ body: toClusterTriggerView(context.state)(pauseTrigger(ofCluster(context), context)) }),
  },
  'clusters.triggers.resume': {
    fidelity: 'exact',
    resolve: (context) => ({ body: toClusterTriggerView(context.state)(resumeTrigger(ofCluster(context), context)) }),
  },
  'clusters.triggers.history': {
    fidelity: 'exact',
    resolve: (context) => ({
      body: listHistory(ofCluster(context), context, {
        position: context.body,
        view: toClusterExecutionView(context.state),
        status: context.body['status_filter'],
      }),
    }),
  },
} satisfies ResolverTable;

export const triggerJobs = jobs satisfies JobTable;

/** Works whatever the status is, and leaves the schedule as it is. */
function executeNow(context: RequestContext): ResolverResult {
  const trigger = general(context);
  const { trigger: fired, task } = fire(trigger, context.namespace, context);
  const planned = trigger.next_scheduled_at === null ? null : Date.parse(trigger.next_scheduled_at);
  storeTrigger(fired, planned, context);
  return { body: toTaskView(task) };
}

function remove(trigger: Parameters<typeof removeTrigger>[0], context: RequestContext): ResolverResult {
  removeTrigger(trigger, context);
  return { status: 204, body: undefined };
}

function readClusterAction(body: JsonObject): JsonObject {
  const { cluster_id: cluster, execution_config: described } = body;
  if (typeof cluster === 'string') return { cluster_id: cluster };
  if (isJsonObject(described)) return { execution_config: described };
  const message = 'is required without execution_config: the cluster to run';
  throw unprocessable([{ type: 'missing', location: ['body', 'cluster_id'], message }]);
}
