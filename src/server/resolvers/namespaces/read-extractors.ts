import type { JsonObject, JsonValue } from '../../../internal/json.js';
import { isJsonObject, objectsOf, textOf } from '../../json-object.js';
import { badRequest } from '../../problem.js';
import type { NamespaceRecord } from '../../records.js';
import { BUILTIN_EXTRACTORS, type BuiltinExtractor, extractorId, findExtractor } from '../../extractors/catalog.js';

export interface ReadExtractor {
  readonly builtin: BuiltinExtractor;
  /** As the namespace keeps it. */
  readonly record: JsonObject;
}

/** Reads `feature_extractors`: built-in ones only, each once. */
export function readExtractors(value: JsonValue | undefined): ReadExtractor[] {
  const found = new Map<string, ReadExtractor>();
  for (const entry of objectsOf(value)) {
    const [name, version] = [textOf(entry, 'feature_extractor_name'), textOf(entry, 'version')];
    const builtin = findExtractor(name, version);
    if (builtin === undefined) {
      const available = BUILTIN_EXTRACTORS.map((extractor) => `${extractor.name}@${extractor.version}`);
      throw badRequest(
        'feature_extractor_not_found',
        `There is no feature extractor "${name}" with version "${version}". Available: ${available.join(', ')}.`,
        { feature_extractor_name: name, version, available },
      );
    }
    const record: JsonObject = {
      feature_extractor_name: name,
      version,
      params: isJsonObject(entry['params']) ? entry['params'] : null,
      feature_extractor_id: extractorId(builtin),
    };
    found.set(extractorId(builtin), { builtin, record });
  }
  return [...found.values()];
}

/** The vector indexes and query services that the extractors bring, added to what the namespace has. */
export function addExtractors(
  namespace: Pick<NamespaceRecord, 'vector_configs' | 'vector_inference_map'>,
  extractors: readonly ReadExtractor[],
): Pick<NamespaceRecord, 'vector_configs' | 'vector_inference_map' | 'feature_extractors'> {
  const configs = [...namespace.vector_configs];
  const services = { ...namespace.vector_inference_map };
  for (const output of extractors.flatMap(({ builtin }) => builtin.outputs)) {
    if (!configs.some(({ name }) => name === output.index)) {
      configs.push({ name: output.index, dimension: output.dimension, metric: 'cosine' });
    }
    services[output.index] ??= output.service;
  }
  return {
    vector_configs: configs,
    vector_inference_map: services,
    feature_extractors: extractors.map(({ record }) => record),
  };
}
