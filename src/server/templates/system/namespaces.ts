import type { SystemTemplate } from '../system-template.js';

export const systemNamespaces = [
  {
    id: 'tmpl_system_text_namespace',
    name: 'Text search',
    description: 'A namespace that embeds text in many languages.',
    category: 'search',
    tags: ['text'],
    configuration: { feature_extractors: [{ feature_extractor_name: 'text_extractor', version: 'v1' }] },
    useCases: ['Articles, tickets and notes'],
    requirements: [],
  },
  {
    id: 'tmpl_system_media_namespace',
    name: 'Video and image search',
    description: 'A namespace that embeds videos, images and what is said in them.',
    category: 'media',
    tags: ['video', 'image'],
    configuration: {
      feature_extractors: [
        { feature_extractor_name: 'multimodal_extractor', version: 'v1' },
        { feature_extractor_name: 'image_extractor', version: 'v1' },
      ],
    },
    useCases: ['Media libraries'],
    requirements: [],
  },
  {
    id: 'tmpl_system_site_namespace',
    name: 'Website search',
    description: 'A namespace that reads the pages of websites.',
    category: 'web',
    tags: ['text', 'web'],
    configuration: { feature_extractors: [{ feature_extractor_name: 'web_scraper', version: 'v1' }] },
    useCases: ['Documentation sites', 'Help centres'],
    requirements: [],
  },
  {
    id: 'tmpl_system_vector_namespace',
    name: 'Your own vectors',
    description: 'A standalone namespace with a keyword index on the field body; vectors come with the documents.',
    category: 'vectors',
    tags: ['standalone'],
    configuration: { mode: 'standalone', payload_indexes: [{ field_name: 'body', type: 'text' }] },
    useCases: ['Moving from another vector store'],
    requirements: [],
  },
] as const satisfies readonly SystemTemplate[];
