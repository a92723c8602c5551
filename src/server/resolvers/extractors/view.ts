import type { JsonObject, JsonValue } from '../../../internal/json.js';
import { type BuiltinExtractor, extractorId, featureUri } from '../../extractors/catalog.js';

const TIER_LABELS = ['', 'SIMPLE', 'MODERATE', 'COMPLEX', 'PREMIUM'] as const;

/** The extractor as the API describes it. */
export function toExtractorView(extractor: BuiltinExtractor): JsonObject {
  return {
    feature_extractor_name: extractor.name,
    version: extractor.version,
    feature_extractor_id: extractorId(extractor),
    description: extractor.description,
    icon: extractor.icon,
    source: 'builtin',
    input_schema: inputSchema(extractor),
    output_schema: outputSchema(extractor),
    parameter_schema: parameterSchema(extractor),
    supported_input_types: [...extractor.inputs],
    max_inputs: Object.fromEntries(extractor.inputs.map((input) => [input, maxInputs(extractor)])),
    default_parameters: { ...extractor.parameters },
    costs: {
      tier: extractor.creditTier,
      tier_label: TIER_LABELS[extractor.creditTier],
      rates: [{ unit: 'extraction', credits_per_unit: extractor.creditTier, description: null }],
    },
    required_vector_indexes: extractor.outputs.map((output) => ({
      feature_uri: featureUri(extractor, output),
      name: output.index,
      description: output.description,
      type: 'single',
      index: {
        name: output.index,
        description: output.description,
        dimensions: output.dimension,
        type: 'dense',
        distance: 'cosine',
        datatype: 'float32',
        supported_inputs: [...extractor.inputs],
        inference_name: output.service,
        purpose: output.purpose,
      },
    })),
    required_payload_indexes: [],
    position_fields: [],
  };
}

/** The same with what only holds inside a namespace. */
export function toNamespaceExtractorView(extractor: BuiltinExtractor): JsonObject {
  const first = extractor.outputs[0];
  return {
    ...toExtractorView(extractor),
    feature_uri: first === undefined ? null : featureUri(extractor, first),
    plugin_id: null,
    deployed: null,
    validation_status: null,
    created_at: null,
    updated_at: null,
  };
}

/** Only the extractor for several files takes more than one input of a kind. */
const maxInputs = (extractor: BuiltinExtractor): number => (extractor.name === 'gemini_multifile_extractor' ? 10 : 1);

function inputSchema(extractor: BuiltinExtractor): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(extractor.inputs.map((input) => [input, { type: 'string' }])),
  };
}

function outputSchema(extractor: BuiltinExtractor): JsonObject {
  const vector = (dimension: number): JsonObject => ({
    type: 'array',
    items: { type: 'number' },
    minItems: dimension,
    maxItems: dimension,
  });
  return {
    type: 'object',
    properties: Object.fromEntries(extractor.outputs.map((output) => [output.index, vector(output.dimension)])),
  };
}

function parameterSchema(extractor: BuiltinExtractor): JsonValue {
  const entries = Object.entries(extractor.parameters);
  if (entries.length === 0) return null;
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, value]) => [name, { type: typeof value, default: value }])),
  };
}
