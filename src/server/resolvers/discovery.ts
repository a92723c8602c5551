import { components } from '../../generated/json-schemas.js';
import type { JsonObject } from '../../internal/json.js';
import { describeManifest } from '../discovery/manifest-schema.js';
import { exampleOf } from '../discovery/example-of.js';
import { BUILTIN_EXTRACTORS, type BuiltinExtractor, featureUri } from '../extractors/catalog.js';
import { toExtractorView } from './extractors/view.js';
import { describeStages, type DescribedStage } from './retrievers/stages.js';
import type { ResolverTable } from './table.js';

export const discoveryResolvers = {
  'discovery.get': {
    fidelity: 'exact',
    resolve: () => ({
      body: {
        extractors: BUILTIN_EXTRACTORS.map(toExtractor),
        stages: describeStages().map(toStage),
        manifest_schema: describeManifest(),
      },
    }),
  },
  'discovery.extractors': {
    fidelity: 'behavioural',
    note: 'The built-in extractors.',
    resolve: () => ({ body: BUILTIN_EXTRACTORS.map(toExtractor) }),
  },
  'discovery.stages': { fidelity: 'exact', resolve: () => ({ body: describeStages().map(toStage) }) },
  'discovery.schema': {
    fidelity: 'exact',
    resolve: () => ({ body: describeManifest() }),
  },
} satisfies ResolverTable;

function toExtractor(extractor: BuiltinExtractor): JsonObject {
  const [input = 'text'] = extractor.inputs;
  return {
    name: extractor.name,
    version: extractor.version,
    description: extractor.description,
    supported_modalities: [...extractor.inputs],
    output_features: extractor.outputs.map((output) => ({
      name: output.index,
      feature_uri: featureUri(extractor, output),
      dimensions: output.dimension,
      inference_service: output.service,
      description: output.description,
    })),
    input_schema: toExtractorView(extractor)['input_schema'] ?? null,
    example_usage: {
      feature_extractor: {
        feature_extractor_name: extractor.name,
        version: extractor.version,
        input_mappings: extractor.name === 'passthrough_extractor' ? {} : { [input]: input },
        parameters: { ...extractor.parameters },
      },
    },
  };
}

/** Stages that call a language model, the web or another model cost more than those that compute. */
const COST_TIERS: readonly (readonly [RegExp, string])[] = [
  [/llm|agent|summarize|query_expand|external_web_search|web_scrape/, 'high'],
  [/rerank|code_execution|api_call|sql_lookup|cross_compare|taxonomy/, 'moderate'],
  [/feature_search|document_enrich|cluster/, 'low'],
];

/** Parameters that a stage needs although its schema can do without them. */
const EXAMPLES: Readonly<Record<string, JsonObject>> = {
  attribute_filter: { field: 'metadata.status', operator: 'eq', value: 'active' },
  feature_search: {
    searches: [
      {
        feature_uri: 'mixpeek://text_extractor@v1/multilingual_e5_large_instruct_v1',
        query: { input_mode: 'text', value: '{{INPUT.query}}' },
        top_k: 25,
      },
    ],
  },
};

function toStage({ stage_id: id, category, description, icon, schema, finds }: DescribedStage): JsonObject {
  const parameters = EXAMPLES[id] ?? exampleOf({ $ref: schema.name }, components);
  return {
    stage_id: id,
    description,
    category,
    icon,
    parameter_schema: schema.standalone,
    example_config: { stage_name: id, stage_type: category, config: { stage_id: id, parameters } },
    common_use_cases: [],
    cost_tier: COST_TIERS.find(([pattern]) => pattern.test(id))?.[1] ?? 'free',
    requires_collections: finds,
  };
}
