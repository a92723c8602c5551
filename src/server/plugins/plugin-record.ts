import type { JsonObject } from '../../internal/json.js';
import type { StateReader } from '../context.js';
import { isJsonObject, textOf } from '../json-object.js';
import { conflict, notFound } from '../problem.js';
import type { PluginRecord, PluginUse } from '../records.js';
import { outputsOf, type PluginOutput } from './read-manifest.js';

export const NOT_DEPLOYED: PluginUse = { state: 'not_deployed', queued_at: null, deployed_at: null, params: null };

/** How a namespace uses a plugin; undefined when it does not. */
export const useOf = ({ enabled }: PluginRecord, namespaceId: string): PluginUse | undefined =>
  Object.hasOwn(enabled, namespaceId) ? enabled[namespaceId] : undefined;

export const withUse = (record: PluginRecord, namespaceId: string, use: PluginUse): PluginRecord => ({
  ...record,
  enabled: { ...record.enabled, [namespaceId]: use },
});

export const manifestOf = ({ plugin }: PluginRecord): JsonObject =>
  isJsonObject(plugin['manifest']) ? plugin['manifest'] : {};

export const pluginOutputs = (record: PluginRecord): PluginOutput[] =>
  outputsOf(manifestOf(record), textOf(record.plugin, 'name'));

/** The plugins that a namespace uses: its own, and those of the organization that it enabled. */
export const pluginsOf = (namespaceId: string, state: StateReader): PluginRecord[] =>
  state.list('plugins').filter((record) => useOf(record, namespaceId) !== undefined);

export const orgPlugins = (state: StateReader): PluginRecord[] =>
  state.list('plugins').filter(({ namespace_id: id }) => id === null);

export function findOrgPlugin(id: string, state: StateReader): PluginRecord {
  const record = state.get('plugins', id);
  if (record === undefined || record.namespace_id !== null) throw notFound('plugin', id);
  return record;
}

export interface PluginInNamespace {
  readonly record: PluginRecord;
  readonly use: PluginUse;
}

export function findPlugin(id: string, namespaceId: string, state: StateReader): PluginInNamespace {
  const record = state.get('plugins', id);
  const use = record === undefined ? undefined : useOf(record, namespaceId);
  if (record === undefined || use === undefined) throw notFound('plugin', id);
  return { record, use };
}

/** A plugin of this namespace alone: what belongs to the organization is not a namespace's to delete. */
export function findOwnPlugin(id: string, namespaceId: string, state: StateReader): PluginRecord {
  const { record } = findPlugin(id, namespaceId, state);
  if (record.namespace_id === namespaceId) return record;
  throw conflict(
    'plugin_of_organization',
    `Plugin ${id} belongs to the organization. Disable it in this namespace, or delete it in the organization.`,
    { plugin_id: id },
  );
}
