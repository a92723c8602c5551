import type { SystemTemplate } from '../system-template.js';

export const systemClusters = [
  {
    id: 'tmpl_system_text_topics',
    name: 'Topics',
    description: 'Groups texts by meaning into eight topics.',
    category: 'search',
    tags: ['text'],
    configuration: {
      cluster_type: 'vector',
      vector_config: {
        feature_uri: 'mixpeek://text_extractor@v1/multilingual_e5_large_instruct_v1',
        clustering_method: 'kmeans',
        kmeans_parameters: { n_clusters: 8 },
      },
    },
    useCases: ['What tickets, articles or notes are about'],
    requirements: ['A namespace with text_extractor v1, and collections with eight documents or more.'],
  },
  {
    id: 'tmpl_system_categories',
    name: 'Categories',
    description: 'Groups documents with the same value of the field category.',
    category: 'analytics',
    tags: [],
    configuration: { cluster_type: 'attribute', attribute_config: { attributes: ['category'] } },
    useCases: ['How many documents a category has'],
    requirements: ['Documents with a field category.'],
  },
] as const satisfies readonly SystemTemplate[];
