import type { JsonObject, JsonValue } from '../../internal/json.js';
import { isJsonObject, textOf } from '../json-object.js';

/** How vectors are put into groups. */
export interface VectorClustering {
  readonly features: readonly string[];
  readonly algorithm: string;
  readonly parameters: JsonObject;
  readonly sampleSize: number | null;
  readonly strategy: 'concatenate' | 'independent' | 'weighted';
  readonly normalize: boolean;
  readonly weights: JsonObject | null;
  readonly learning: JsonObject | null;
  readonly center: 'mean' | 'median' | 'medoid';
}

/** How fields are put into groups. */
export interface AttributeClustering {
  readonly attributes: readonly string[];
  readonly nested: boolean;
}

export type Clustering =
  | { readonly kind: 'vector'; readonly vector: VectorClustering }
  | { readonly kind: 'attribute'; readonly attribute: AttributeClustering };

/** Reads a stored definition. */
export function readClustering(definition: JsonObject): Clustering {
  const attribute = definition['attribute_config'];
  const vector = definition['vector_config'];
  if (definition['cluster_type'] === 'attribute' || methodOf(vector) === 'attribute_based') {
    return { kind: 'attribute', attribute: readAttributes(isJsonObject(attribute) ? attribute : {}) };
  }
  return { kind: 'vector', vector: readVector(isJsonObject(vector) ? vector : {}) };
}

export const methodOf = (vector: JsonValue | undefined): string =>
  isJsonObject(vector) ? textOf(vector, 'clustering_method') : '';

const readAttributes = (config: JsonObject): AttributeClustering => ({
  attributes: stringsIn(config['attributes']),
  nested: config['hierarchical_grouping'] === true,
});

function readVector(config: JsonObject): VectorClustering {
  const algorithm = methodOf(config);
  const own = config[`${algorithm}_parameters`];
  const general = config['algorithm_params'];
  const strategy = config['multi_feature_strategy'];
  const center = config['effective_feature_method'];
  return {
    features: featuresOf(config),
    algorithm,
    parameters: { ...(isJsonObject(own) ? own : {}), ...(isJsonObject(general) ? general : {}) },
    sampleSize: typeof config['sample_size'] === 'number' ? config['sample_size'] : null,
    strategy: strategy === 'independent' || strategy === 'weighted' ? strategy : 'concatenate',
    normalize: config['normalize_features'] !== false,
    weights: isJsonObject(config['feature_weights']) ? config['feature_weights'] : null,
    learning: isJsonObject(config['weight_learning_config']) ? config['weight_learning_config'] : null,
    center: center === 'median' || center === 'medoid' ? center : 'mean',
  };
}

/** URIs of the vectors that decide, without repetition. */
export function featuresOf(config: JsonObject): string[] {
  const extractor = textOf(config, 'feature_extractor_name');
  const spelled =
    extractor === ''
      ? []
      : [`mixpeek://${extractor}@${textOf(config, 'version') || 'v1'}/${textOf(config, 'output_name')}`];
  const single = textOf(config, 'feature_uri');
  return [...new Set([...(single === '' ? [] : [single]), ...stringsIn(config['feature_uris']), ...spelled])];
}

const stringsIn = (value: JsonValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
