import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { isJsonObject } from '../../json-object.js';
import { findOrgPlugin, NOT_DEPLOYED, useOf, withUse } from '../../plugins/plugin-record.js';
import { refuseUsed } from '../../plugins/refuse-used.js';
import { uriOf } from '../../plugins/view.js';
import { pluginIdOf, refuseInvalid, startDeployment } from './deployment.js';
import { requireCustomPlugins } from './require-plugins.js';

/** Lets a namespace use a plugin of the organization; once more: with other settings. */
export function enablePlugin(context: RequestContext): ResolverResult {
  requireCustomPlugins(context);
  const { namespace, body, state, tx } = context;
  const record = findOrgPlugin(pluginIdOf(context), state);
  refuseInvalid(record);
  const use = {
    ...(useOf(record, namespace.id) ?? NOT_DEPLOYED),
    params: isJsonObject(body['params']) ? body['params'] : null,
  };
  const deploys = body['deploy'] !== false && use.state === 'not_deployed';
  if (deploys) startDeployment(context, record, use);
  else tx.put('plugins', withUse(record, namespace.id, use));
  const running = use.state === 'deployed' ? 'deployed' : use.state === 'queued' ? 'pending' : 'skipped';
  return {
    body: {
      success: true,
      plugin_id: record.id,
      namespace_id: namespace.id,
      feature_uri: uriOf(record),
      message: `Plugin ${record.id} is enabled in namespace ${namespace.id}.`,
      deployment_status: deploys ? 'pending' : running,
    },
  };
}

export function disablePlugin(context: RequestContext): ResolverResult {
  const { namespace, state, tx } = context;
  const record = findOrgPlugin(pluginIdOf(context), state);
  refuseUsed(record, [namespace.id], { state, action: 'disabled' });
  const others = Object.entries(record.enabled).filter(([id]) => id !== namespace.id);
  tx.put('plugins', { ...record, enabled: Object.fromEntries(others) });
  return {
    body: {
      success: true,
      plugin_id: record.id,
      namespace_id: namespace.id,
      message: `Plugin ${record.id} is disabled in namespace ${namespace.id}.`,
    },
  };
}

export function deleteOrgPlugin(context: RequestContext): ResolverResult {
  const { state, tx } = context;
  const record = findOrgPlugin(pluginIdOf(context), state);
  refuseUsed(record, Object.keys(record.enabled), { state, action: 'deleted' });
  tx.delete('plugins', record.id);
  publishEvent(context, { type: 'plugin.deleted', namespaceId: null, subject: { type: 'plugin', id: record.id } });
  return {
    body: { success: true, plugin_id: record.id, message: `Plugin ${record.id} is deleted in all namespaces.` },
  };
}
