import type { JsonObject } from '../../../internal/json.js';
import type { JobHandler, RequestContext } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import { forbidden } from '../../problem.js';
import type { ModelRecord } from '../../records.js';

/** Models run in fixed images; the format decides which. */
const baseImageFor = (format: string): string =>
  format === 'onnx' ? 'mixpeek/serve-minimal:latest' : 'mixpeek/serve-gpu:latest';

export const endpointOf = (model: JsonObject): string =>
  `/models/${encodeURIComponent(textOf(model, 'name'))}/${encodeURIComponent(textOf(model, 'version'))}`;

export function requireCustomModels({ caller }: RequestContext): void {
  if (caller.tier === 'enterprise') return;
  throw forbidden(`Custom models need the enterprise tier; this key has the tier "${caller.tier}".`, {
    code: 'custom_models_not_enabled',
    details: { tier: caller.tier, required: 'enterprise' },
  });
}

/** Starts loading a model; it is deployed when `deployMs` have passed on the clock. */
export function scheduleDeployment(modelId: string, { tx, services }: RequestContext): void {
  tx.schedule('models.deploy', services.clock.now() + services.settings.deployMs, { model_id: modelId });
}

export const runDeployment: JobHandler = ({ payload }, { state, tx, services }) => {
  const record = state.get('models', textOf(payload, 'model_id'));
  if (record === undefined || record.model['deployed'] === true) return;
  const now = isoTime(services.clock.now());
  const deployment = {
    ray_cluster_url: null,
    ray_deployment_name: record.id,
    endpoint: endpointOf(record.model),
    base_image: baseImageFor(textOf(record.model, 'model_format')),
    deployed_at: now,
  };
  tx.put('models', {
    ...record,
    model: { ...record.model, deployed: true, deployment_info: deployment, updated_at: now },
  });
};

export function toModelItem({ model }: ModelRecord): JsonObject {
  const { model_id, name, version, model_format, framework, task_type, deployed, created_at, updated_at } = model;
  return {
    model_id: model_id ?? null,
    name: name ?? null,
    version: version ?? null,
    model_format: model_format ?? null,
    framework: framework ?? null,
    task_type: task_type ?? null,
    deployed: deployed === true,
    endpoint: deployed === true ? endpointOf(model) : null,
    created_at: created_at ?? null,
    updated_at: updated_at ?? null,
  };
}
