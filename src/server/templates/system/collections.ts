import type { SystemTemplate } from '../system-template.js';

export const systemCollections = [
  {
    id: 'tmpl_system_text_collection',
    name: 'Text in pieces',
    description: 'Cuts the field text into pieces of five sentences, and embeds each.',
    category: 'search',
    tags: ['text'],
    configuration: {
      feature_extractor: {
        feature_extractor_name: 'text_extractor',
        version: 'v1',
        parameters: { extractor_type: 'text_extractor', split_by: 'sentences', chunk_size: 5 },
        input_mappings: { text: 'text' },
        include_all_source_fields: true,
      },
    },
    useCases: ['Articles, tickets and notes'],
    requirements: ['A namespace with text_extractor v1, and a bucket with a field text.'],
  },
  {
    id: 'tmpl_system_image_collection',
    name: 'Images',
    description: 'Embeds the field image.',
    category: 'media',
    tags: ['image'],
    configuration: {
      feature_extractor: {
        feature_extractor_name: 'image_extractor',
        version: 'v1',
        input_mappings: { image: 'image' },
        include_all_source_fields: true,
      },
    },
    useCases: ['Image libraries'],
    requirements: ['A namespace with image_extractor v1, and a bucket with a field image.'],
  },
] as const satisfies readonly SystemTemplate[];
