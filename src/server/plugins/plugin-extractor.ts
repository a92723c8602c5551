import type { StateReader } from '../context.js';
import { contentVector, digestOf } from '../extractors/content-vector.js';
import type { Extractor } from '../extractors/extractor.js';
import { extractorNamed } from '../extractors/index.js';
import { textOf } from '../json-object.js';
import type { CollectionRecord, PluginRecord } from '../records.js';
import { deployedPlugins } from './extractor-view.js';
import { pluginOutputs } from './plugin-record.js';

/** The deployed plugin of a namespace with this name and version. */
export const deployedPlugin = (
  namespaceId: string,
  { name, version }: { readonly name: string; readonly version: string },
  state: StateReader,
): PluginRecord | undefined =>
  deployedPlugins(namespaceId, state).find(
    ({ plugin }) => textOf(plugin, 'name') === name && textOf(plugin, 'version') === version,
  );

/** A plugin as an extractor: its code does not run here; each vector that it announces follows from the contents. */
export const toExtractor = (record: PluginRecord): Extractor => ({
  inputs: null,
  standIn: 'a hash of the contents, for the code of a plugin',
  outputs: {},
  extract: ({ values }, services) => {
    const digests = Object.entries(values).map(([name, value]) => `${name}:${digestOf(value, services)}`);
    if (digests.length === 0) return Promise.resolve([]);
    const digest = services.sha256(digests.toSorted().join('\n'));
    const vectors = Object.fromEntries(
      pluginOutputs(record).map(({ index, dimension }) => [index, contentVector(digest, { space: index, dimension })]),
    );
    return Promise.resolve([{ key: '0', fields: {}, vectors, modality: 'document' }]);
  },
});

/** What makes the documents of a collection: an extractor of the server, or a deployed plugin. */
export function extractorOf(
  { namespace_id: namespaceId, feature_extractor: config }: CollectionRecord,
  state: StateReader,
): Extractor | undefined {
  const { feature_extractor_name: name, version } = config;
  const builtin = extractorNamed(name);
  if (builtin !== undefined) return builtin;
  const plugin = deployedPlugin(namespaceId, { name, version }, state);
  return plugin === undefined ? undefined : toExtractor(plugin);
}
