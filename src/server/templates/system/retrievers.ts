import type { JsonObject } from '../../../internal/json.js';
import type { SystemTemplate } from '../system-template.js';

const TEXT = 'mixpeek://text_extractor@v1/multilingual_e5_large_instruct_v1';
const IMAGE = 'mixpeek://image_extractor@v1/google_siglip_base_v1';

const query = { type: 'text', required: true, description: 'What to look for.' } as const;

const search = (featureUri: string, topK: number): JsonObject => ({
  stage_name: 'search',
  stage_type: 'filter',
  config: {
    stage_id: 'feature_search',
    parameters: {
      searches: [{ feature_uri: featureUri, query: { input_mode: 'text', value: '{{INPUT.query}}' }, top_k: topK }],
      final_top_k: topK,
    },
  },
});

const stage = (name: string, type: string, parameters: JsonObject): JsonObject => ({
  stage_name: name,
  stage_type: type,
  config: { stage_id: name, parameters },
});

export const systemRetrievers = [
  {
    id: 'tmpl_system_text_retriever',
    name: 'Search by meaning',
    description: 'Finds the 25 texts that are closest in meaning to a query.',
    category: 'search',
    tags: ['text'],
    configuration: { input_schema: { query }, stages: [search(TEXT, 25)] },
    useCases: ['Search boxes'],
    requirements: ['A namespace with text_extractor v1.'],
  },
  {
    id: 'tmpl_system_rag_retriever',
    name: 'Context for a language model',
    description: 'Finds texts, keeps one of those that say the same, and joins them to a prompt of limited length.',
    category: 'rag',
    tags: ['text', 'llm'],
    configuration: {
      input_schema: { query },
      stages: [
        search(TEXT, 50),
        stage('deduplicate', 'reduce', { strategy: 'content', content_field: 'text' }),
        stage('limit', 'reduce', { limit: 8 }),
        stage('rag_prepare', 'apply', { max_tokens: 4000, content_field: 'text' }),
      ],
    },
    useCases: ['Answers with sources'],
    requirements: ['A namespace with text_extractor v1.'],
  },
  {
    id: 'tmpl_system_diverse_retriever',
    name: 'Varied results',
    description: 'Finds 100 texts and keeps the 20 that are close to the query and unlike each other.',
    category: 'search',
    tags: ['text'],
    configuration: {
      input_schema: { query },
      stages: [search(TEXT, 100), stage('mmr', 'sort', { lambda: 0.7, top_k: 20, diversity_feature_uri: TEXT })],
    },
    useCases: ['Recommendations', 'Overviews'],
    requirements: ['A namespace with text_extractor v1.'],
  },
  {
    id: 'tmpl_system_image_retriever',
    name: 'Images by description',
    description: 'Finds the 25 images that a text describes best.',
    category: 'media',
    tags: ['image'],
    configuration: { input_schema: { query }, stages: [search(IMAGE, 25)] },
    useCases: ['Image libraries'],
    requirements: ['A namespace with image_extractor v1.'],
  },
] as const satisfies readonly SystemTemplate[];
