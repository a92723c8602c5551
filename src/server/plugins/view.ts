import type { JsonObject } from '../../internal/json.js';
import { textOf } from '../json-object.js';
import type { PluginRecord, PluginUse } from '../records.js';
import { featureUriOf } from './read-manifest.js';
import { manifestOf, useOf } from './plugin-record.js';

export const uriOf = (record: PluginRecord): string =>
  featureUriOf(textOf(record.plugin, 'name'), textOf(record.plugin, 'version'), manifestOf(record));

/** The name for direct inference calls. */
export const inferenceNameOf = ({ plugin }: PluginRecord): string =>
  `${textOf(plugin, 'name')}_${textOf(plugin, 'version').replaceAll('.', '_')}`;

/** The plugin as the API describes it, with how it runs in one namespace. */
export function toNamespacePlugin(record: PluginRecord, use: PluginUse): JsonObject {
  const { organization_id: organization, ...plugin } = record.plugin;
  return {
    ...plugin,
    namespace_id: record.namespace_id,
    organization_id: record.namespace_id === null ? (organization ?? null) : null,
    ...toDeployment(record, use.state === 'deployed' ? use.deployed_at : null),
  };
}

/** The plugin as the API describes it, with whether it runs anywhere. */
export function toOrgPlugin(record: PluginRecord): JsonObject {
  const times = Object.values(record.enabled).flatMap(({ state, deployed_at: at }) =>
    state === 'deployed' && at !== null ? [at] : [],
  );
  return { ...record.plugin, ...toDeployment(record, times.toSorted().at(-1) ?? null) };
}

function toDeployment(record: PluginRecord, deployedAt: string | null): JsonObject {
  const info = { ray_cluster_url: null, ray_deployment_name: record.id, feature_uri: uriOf(record) };
  return {
    deployed: deployedAt !== null,
    deployment_info: deployedAt === null ? null : { ...info, deployed_at: deployedAt },
    deployed_at: deployedAt,
    resolved_inference_name: record.realtime ? inferenceNameOf(record) : null,
  };
}

const ITEM = ['plugin_id', 'name', 'version', 'description', 'validation_status', 'created_at', 'updated_at'] as const;

/** A plugin in a list; `namespaceId` null: wherever it runs. */
export function toPluginItem(record: PluginRecord, namespaceId: string | null): JsonObject {
  const uses = namespaceId === null ? Object.values(record.enabled) : [useOf(record, namespaceId)];
  return {
    ...Object.fromEntries(ITEM.map((field) => [field, record.plugin[field] ?? null])),
    deployed: uses.some((use) => use?.state === 'deployed'),
    feature_uri: uriOf(record),
  };
}

export function toAvailablePlugin(record: PluginRecord, namespaceId: string): JsonObject {
  const { plugin_id, name, version, description, validation_status, created_at } = record.plugin;
  return {
    plugin_id: plugin_id ?? null,
    name: name ?? null,
    version: version ?? null,
    description: description ?? null,
    feature_uri: uriOf(record),
    validation_status: validation_status ?? null,
    enabled_in_namespace: useOf(record, namespaceId) !== undefined,
    created_at: created_at ?? null,
  };
}
