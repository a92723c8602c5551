import type { JsonObject } from '../../internal/json.js';
import type { StateReader } from '../context.js';
import { isJsonObject, textOf } from '../json-object.js';
import type { PluginRecord } from '../records.js';
import { manifestOf, pluginOutputs, pluginsOf, useOf } from './plugin-record.js';
import { toPluginItem, uriOf } from './view.js';

/** The plugins that run in a namespace. */
export const deployedPlugins = (namespaceId: string, state: StateReader): PluginRecord[] =>
  pluginsOf(namespaceId, state).filter((record) => useOf(record, namespaceId)?.state === 'deployed');

/** A plugin as an extractor of the namespace. */
export function toPluginExtractor(record: PluginRecord, namespaceId: string): JsonObject {
  const { plugin } = record;
  const manifest = manifestOf(record);
  const [name, version] = [textOf(plugin, 'name'), textOf(plugin, 'version')];
  const outputs = pluginOutputs(record);
  const inputs = Object.keys(propertiesOf(manifest['input_schema']));
  return {
    feature_extractor_name: name,
    version,
    feature_extractor_id: `${name}_${version}`,
    source: 'custom',
    description: textOf(plugin, 'description') || textOf(manifest, 'description') || `The plugin ${name}.`,
    icon: 'box',
    input_schema: manifest['input_schema'] ?? { type: 'object', properties: {} },
    output_schema: manifest['output_schema'] ?? {
      type: 'object',
      properties: Object.fromEntries(outputs.map(({ output, dimension }) => [output, vectorSchema(dimension)])),
    },
    parameter_schema: manifest['parameter_schema'] ?? null,
    supported_input_types: inputs,
    max_inputs: {},
    default_parameters: defaultsOf(manifest['parameter_schema']),
    costs: null,
    required_vector_indexes: outputs.map(({ output, index, dimension }) => ({
      feature_uri: `mixpeek://${name}@${version}/${output}`,
      name: index,
      description: `Output ${output} of the plugin ${name}.`,
      type: 'single',
      index: {
        name: index,
        description: `Output ${output} of the plugin ${name}.`,
        dimensions: dimension,
        type: 'dense',
        distance: 'cosine',
        datatype: 'float32',
        supported_inputs: inputs,
        inference_name: `${name}_${version.replaceAll('.', '_')}`,
        purpose: null,
      },
    })),
    required_payload_indexes: [],
    position_fields: [],
    feature_uri: uriOf(record),
    plugin_id: record.id,
    deployed: toPluginItem(record, namespaceId)['deployed'] ?? false,
    validation_status: plugin['validation_status'] ?? null,
    created_at: plugin['created_at'] ?? null,
    updated_at: plugin['updated_at'] ?? null,
  };
}

const vectorSchema = (dimension: number): JsonObject => ({
  type: 'array',
  items: { type: 'number' },
  minItems: dimension,
  maxItems: dimension,
});

function propertiesOf(schema: JsonObject[string] | undefined): JsonObject {
  const properties = isJsonObject(schema) ? schema['properties'] : undefined;
  return isJsonObject(properties) ? properties : {};
}

const defaultsOf = (schema: JsonObject[string] | undefined): JsonObject =>
  Object.fromEntries(
    Object.entries(propertiesOf(schema)).flatMap(([name, property]) =>
      isJsonObject(property) && property['default'] !== undefined ? [[name, property['default']]] : [],
    ),
  );
