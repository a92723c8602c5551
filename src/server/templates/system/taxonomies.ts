import type { SystemTemplate } from '../system-template.js';

export const systemTaxonomies = [
  {
    id: 'tmpl_system_text_labels',
    name: 'Labels',
    description: 'Gives each text the field label of the entry that is closest in meaning.',
    category: 'search',
    tags: ['text'],
    configuration: {
      config: {
        taxonomy_type: 'flat',
        retriever_id: 'labels',
        input_mappings: [{ input_key: 'query', source_type: 'payload', path: 'text' }],
        source_collection: {
          collection_id: 'labels',
          enrichment_fields: [{ field_path: 'label', target_field: 'label' }],
        },
      },
    },
    useCases: ['Sorting tickets, articles or notes under labels of your own'],
    requirements: [
      'A retriever named labels with the input query, as tmpl_system_text_retriever makes one.',
      'A collection of entries with a field label, given for the placeholder labels.',
    ],
  },
] as const satisfies readonly SystemTemplate[];
