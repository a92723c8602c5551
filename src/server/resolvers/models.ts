import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { RequestContext } from '../context.js';
import { isoTime } from '../iso-time.js';
import { isJsonObject, textOf } from '../json-object.js';
import { notFound } from '../problem.js';
import type { ModelRecord, OrgModelRecord } from '../records.js';
import { requireCustomModels, runDeployment, scheduleDeployment, toModelItem } from './models/deployment.js';
import { toAvailableModel } from './models/org-view.js';
import { checkUpload, uploadModel } from './models/upload.js';
import type { JobTable, ResolverTable } from './table.js';

export const modelResolvers = {
  'namespaces.models.upload': {
    fidelity: 'behavioural',
    note: 'The archive is checked and kept; no model is run.',
    prepare: checkUpload,
    resolve: uploadModel,
  },
  'namespaces.models.list': {
    fidelity: 'exact',
    resolve: ({ namespace, state }) => {
      const models = state.list('models').filter((model) => model.namespace_id === namespace.id);
      return {
        body: { success: true, models: models.map(toModelItem), total: models.length, namespace_id: namespace.id },
      };
    },
  },
  'namespaces.models.available': {
    fidelity: 'exact',
    resolve: ({ namespace, state }) => {
      const models = state.list('orgModels').map((model) => toAvailableModel(model, namespace.id));
      return { body: { success: true, models, total: models.length, namespace_id: namespace.id } };
    },
  },
  'namespaces.models.get': {
    fidelity: 'exact',
    resolve: (context) => ({ body: { success: true, model: findModel(context).model } }),
  },
  'namespaces.models.delete': {
    fidelity: 'exact',
    resolve: (context) => {
      const { id } = findModel(context);
      context.tx.delete('models', id);
      return { body: { success: true, model_id: id, message: `Model ${id} and its archive are deleted.` } };
    },
  },
  'namespaces.models.deploy': {
    fidelity: 'behavioural',
    note: 'Changes the state over the clock; no model is run.',
    resolve: (context) => {
      requireCustomModels(context);
      const { id, model } = findModel(context);
      const cached = model['deployed'] === true;
      if (!cached) scheduleDeployment(id, context);
      return {
        body: {
          success: true,
          model_id: id,
          namespace_id: context.namespace.id,
          deployment_status: cached ? 'deployed' : 'pending',
          cached,
          message: cached ? `Model ${id} is deployed already.` : `Model ${id} is being deployed.`,
        },
      };
    },
  },
  'namespaces.models.enable': {
    fidelity: 'behavioural',
    note: 'resource_overrides are kept with the model; no model is run.',
    resolve: (context) => {
      requireCustomModels(context);
      const record = findOrgModel(context);
      const { namespace, tx, body, services } = context;
      const deploys = body['deploy'] === true;
      tx.put('orgModels', {
        ...record,
        model: withOverrides(record.model, namespace.id, body['resource_overrides']),
        enabled_namespaces: [...new Set([...record.enabled_namespaces, namespace.id])],
      });
      if (deploys) {
        tx.schedule('orgModels.deploy', services.clock.now() + services.settings.deployMs, { model_id: record.id });
      }
      return {
        body: {
          success: true,
          model_id: record.id,
          namespace_id: namespace.id,
          deployment_status: statusAfterEnabling(record, deploys),
          message: `Model ${record.id} is enabled in namespace ${namespace.id}.`,
        },
      };
    },
  },
  'namespaces.models.disable': {
    fidelity: 'exact',
    resolve: (context) => {
      const record = findOrgModel(context);
      const { namespace, tx } = context;
      const others = record.enabled_namespaces.filter((id) => id !== namespace.id);
      tx.put('orgModels', {
        ...record,
        model: withOverrides(record.model, namespace.id, null),
        enabled_namespaces: others,
      });
      return {
        body: {
          success: true,
          model_id: record.id,
          namespace_id: namespace.id,
          message: `Model ${record.id} is disabled in namespace ${namespace.id}.`,
        },
      };
    },
  },
} satisfies ResolverTable;

export const modelJobs = {
  'models.deploy': runDeployment,
  'orgModels.deploy': ({ payload }, { state, tx, services }) => {
    const record = state.get('orgModels', textOf(payload, 'model_id'));
    if (record === undefined || record.model['deployed'] === true) return;
    const now = isoTime(services.clock.now());
    const deployment = { ray_cluster_url: null, ray_deployment_name: record.id, deployed_at: now };
    tx.put('orgModels', {
      ...record,
      model: { ...record.model, deployed: true, deployment_info: deployment, updated_at: now },
    });
  },
} satisfies JobTable;

function statusAfterEnabling({ model }: OrgModelRecord, deploys: boolean): string {
  if (model['deployed'] === true) return 'deployed';
  return deploys ? 'pending' : 'not_deployed';
}

/** Resources that one namespace asked for instead of the model's own, by namespace. */
function withOverrides(model: JsonObject, namespaceId: string, wanted: JsonValue | undefined): JsonObject {
  const present = isJsonObject(model['resource_overrides']) ? model['resource_overrides'] : {};
  const others = Object.entries(present).filter(([id]) => id !== namespaceId);
  const entries = isJsonObject(wanted) ? [...others, [namespaceId, wanted] as const] : others;
  return { ...model, resource_overrides: Object.fromEntries(entries) };
}

function findModel({ state, path, namespace }: RequestContext): ModelRecord {
  const id = path['model_id'] ?? '';
  const record = state.get('models', id);
  if (record === undefined || record.namespace_id !== namespace.id) throw notFound('model', id);
  return record;
}

function findOrgModel({ state, path }: RequestContext): OrgModelRecord {
  const id = path['model_id'] ?? '';
  const record = state.get('orgModels', id);
  if (record === undefined) throw notFound('model', id);
  return record;
}
