import type { JsonObject } from '../../internal/json.js';
import { isJsonObject, objectsOf, textOf } from '../json-object.js';

/** Where one input of a retriever comes from. */
export interface InputSource {
  readonly key: string;
  readonly source: 'payload' | 'literal' | 'vector';
  readonly path: string;
  readonly override: JsonObject[string] | undefined;
}

export interface FieldToCopy {
  readonly from: string;
  readonly to: string;
  readonly append: boolean;
}

/** One collection of entries, with what it takes to find an entry and copy from it. */
export interface TaxonomyNodeConfig {
  readonly collection: string;
  readonly parent: string | null;
  readonly label: string | null;
  readonly retriever: string | null;
  readonly inputs: readonly InputSource[];
  /** Null: all fields of the entry. */
  readonly fields: readonly FieldToCopy[] | null;
}

export const isFlat = (config: JsonObject): boolean =>
  config['taxonomy_type'] === 'flat' || (config['taxonomy_type'] === undefined && 'source_collection' in config);

/** The nodes that a configuration names itself; a flat one is a single node. */
export function namedNodes(config: JsonObject): TaxonomyNodeConfig[] {
  const inputs = readInputs(config['input_mappings']);
  const retriever = textOf(config, 'retriever_id') || null;
  if (isFlat(config)) {
    const source = isJsonObject(config['source_collection']) ? config['source_collection'] : {};
    const collection = textOf(source, 'collection_id');
    return [
      { collection, parent: null, label: null, retriever, inputs, fields: readFields(source['enrichment_fields']) },
    ];
  }
  return objectsOf(config['hierarchical_nodes']).map((node) => {
    const own = readInputs(node['input_mappings']);
    return {
      collection: textOf(node, 'collection_id'),
      parent: textOf(node, 'parent_collection_id') || null,
      label: textOf(node, 'label') || null,
      retriever: textOf(node, 'retriever_id') || retriever,
      inputs: own.length > 0 ? own : inputs,
      fields: readFields(node['enrichment_fields']),
    };
  });
}

export function readInputs(value: JsonObject[string] | undefined): InputSource[] {
  return objectsOf(value).map((mapping) => {
    const key = textOf(mapping, 'input_key');
    const source = mapping['source_type'];
    return {
      key,
      source: source === 'literal' || source === 'vector' ? source : 'payload',
      path: textOf(mapping, 'path') || key,
      override: mapping['override'] ?? undefined,
    };
  });
}

function readFields(value: JsonObject[string] | undefined): FieldToCopy[] | null {
  if (!Array.isArray(value)) return null;
  return objectsOf(value).map((field) => {
    const from = textOf(field, 'field_path');
    return { from, to: textOf(field, 'target_field') || from, append: field['merge_mode'] === 'append' };
  });
}
