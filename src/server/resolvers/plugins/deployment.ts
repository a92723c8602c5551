import type { JobHandler, RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import { findPlugin, NOT_DEPLOYED, useOf, withUse } from '../../plugins/plugin-record.js';
import { refuseUsed } from '../../plugins/refuse-used.js';
import { uriOf } from '../../plugins/view.js';
import { conflict } from '../../problem.js';
import type { PluginRecord, PluginUse } from '../../records.js';
import { stringsOf } from '../retrievers/definition.js';
import { requireCustomPlugins } from './require-plugins.js';

export const pluginIdOf = ({ path }: RequestContext): string => path['plugin_id'] ?? '';

/** Starts to deploy a plugin in a namespace; it runs when `deployMs` have passed on the clock. */
export function startDeployment(
  { namespace, tx, services }: RequestContext,
  record: PluginRecord,
  use: PluginUse,
): PluginRecord {
  const now = services.clock.now();
  const queued = withUse(record, namespace.id, { ...use, state: 'queued', queued_at: isoTime(now), deployed_at: null });
  tx.put('plugins', queued);
  tx.schedule('plugins.deploy', now + services.settings.deployMs, {
    plugin_id: record.id,
    namespace_id: namespace.id,
    queued_at: isoTime(now),
  });
  return queued;
}

export const runPluginDeployment: JobHandler = ({ payload }, context) => {
  const { state, tx, services } = context;
  const [pluginId, namespaceId] = [textOf(payload, 'plugin_id'), textOf(payload, 'namespace_id')];
  const record = state.get('plugins', pluginId);
  const use = record === undefined ? undefined : useOf(record, namespaceId);
  // It may have been stopped, disabled or asked for again since.
  if (record === undefined || use?.state !== 'queued' || use.queued_at !== payload['queued_at']) return;
  const now = isoTime(services.clock.now());
  tx.put('plugins', {
    ...withUse(record, namespaceId, { ...use, state: 'deployed', queued_at: null, deployed_at: now }),
    plugin: { ...record.plugin, updated_at: now },
  });
  publishEvent(context, { type: 'plugin.deployed', namespaceId, subject: { type: 'plugin', id: pluginId } });
};

export function deployPlugin(context: RequestContext): ResolverResult {
  requireCustomPlugins(context);
  const { record, use } = findPlugin(pluginIdOf(context), context.namespace.id, context.state);
  refuseInvalid(record);
  if (use.state === 'not_deployed') startDeployment(context, record, use);
  const isRunning = use.state === 'deployed';
  return answer(context, record, {
    deployment_status: isRunning ? 'deployed' : 'pending',
    message: isRunning ? `Plugin ${record.id} is deployed already.` : `Plugin ${record.id} is being deployed.`,
  });
}

export function undeployPlugin(context: RequestContext): ResolverResult {
  const { namespace, state, tx } = context;
  const { record, use } = findPlugin(pluginIdOf(context), namespace.id, state);
  refuseUsed(record, [namespace.id], { state, action: 'stopped' });
  tx.put('plugins', withUse(record, namespace.id, { ...NOT_DEPLOYED, params: use.params }));
  return answer(context, record, {
    deployment_status: 'not_deployed',
    message: use.state === 'not_deployed' ? `Plugin ${record.id} was not deployed.` : `Plugin ${record.id} is stopped.`,
  });
}

export function refuseInvalid({ id, plugin }: PluginRecord): void {
  if (plugin['validation_status'] === 'passed') return;
  const errors = stringsOf(plugin['validation_errors']);
  const first = errors[0] ?? 'it is not in order';
  throw conflict(
    'plugin_not_valid',
    `Plugin ${id} cannot be deployed: ${first}. Upload an archive without it under the same name and version.`,
    { plugin_id: id, validation_errors: errors },
  );
}

const answer = (
  { namespace }: RequestContext,
  record: PluginRecord,
  outcome: { deployment_status: string; message: string },
): ResolverResult => ({
  body: { success: true, plugin_id: record.id, namespace_id: namespace.id, feature_uri: uriOf(record), ...outcome },
});

export function pluginStatus({ namespace, state, services, path }: RequestContext): ResolverResult {
  const { record, use } = findPlugin(path['plugin_id'] ?? '', namespace.id, state);
  const { plugin, realtime } = record;
  const isFailed = plugin['validation_status'] === 'failed';
  const isRunning = use.state === 'deployed';
  const waited = use.queued_at === null ? 0 : services.clock.now() - Date.parse(use.queued_at);
  return {
    body: {
      plugin_id: record.id,
      namespace_id: namespace.id,
      status: isFailed ? 'failed' : use.state,
      name: plugin['name'],
      version: plugin['version'],
      realtime_enabled: realtime,
      message: isFailed ? 'It is not in order, so that it cannot be deployed.' : null,
      queued_at: use.queued_at,
      estimated_completion_seconds:
        use.queued_at === null ? null : Math.max(0, Math.ceil((services.settings.deployMs - waited) / 1000)),
      deployed: isRunning,
      route_prefix:
        isRunning && realtime
          ? `/plugins/${namespace.id}/${textOf(plugin, 'name')}/${textOf(plugin, 'version')}`
          : null,
      feature_uri: uriOf(record),
      deployed_at: use.deployed_at,
      error: isFailed ? stringsOf(plugin['validation_errors']).join('; ') : null,
    },
  };
}
