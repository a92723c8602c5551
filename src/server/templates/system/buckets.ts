import type { SystemTemplate } from '../system-template.js';

export const systemBuckets = [
  {
    id: 'tmpl_system_text_bucket',
    name: 'Texts',
    description: 'Texts with a title and an address.',
    category: 'search',
    tags: ['text'],
    configuration: {
      bucket_schema: {
        properties: { text: { type: 'text', required: true }, title: { type: 'string' }, url: { type: 'string' } },
      },
    },
    useCases: ['Articles, tickets and notes'],
    requirements: [],
  },
  {
    id: 'tmpl_system_video_bucket',
    name: 'Videos',
    description: 'Videos with a title, told apart by an id of your own.',
    category: 'media',
    tags: ['video'],
    configuration: {
      bucket_schema: {
        properties: {
          video: { type: 'video', required: true },
          title: { type: 'string' },
          asset_id: { type: 'string', required: true },
        },
      },
      unique_key: { fields: ['asset_id'], default_policy: 'upsert' },
    },
    useCases: ['Media libraries'],
    requirements: [],
  },
  {
    id: 'tmpl_system_image_bucket',
    name: 'Images',
    description: 'Images with a caption.',
    category: 'media',
    tags: ['image'],
    configuration: {
      bucket_schema: { properties: { image: { type: 'image', required: true }, caption: { type: 'string' } } },
    },
    useCases: ['Image libraries'],
    requirements: [],
  },
] as const satisfies readonly SystemTemplate[];
