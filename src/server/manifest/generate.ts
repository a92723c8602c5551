import type { JsonObject } from '../../internal/json.js';
import { RESOURCE_KINDS } from '../resource-kinds/kinds.js';
import { MANIFEST_VERSION } from './parse.js';

/** What a description may be about, by words in it. The first one that is met decides. */
interface Subject {
  readonly words: RegExp;
  /** Field of the bucket, and its type. */
  readonly field: string;
  readonly extractor: string;
  readonly featureUri: string;
}

const SUBJECTS: readonly Subject[] = [
  {
    words: /\b(websites?|web ?pages?|sites?|crawl\w*|scrap\w*|docs|documentation)\b/i,
    field: 'url',
    extractor: 'web_scraper',
    featureUri: 'mixpeek://web_scraper@v1/multilingual_e5_large_instruct_v1',
  },
  {
    words: /\b(videos?|clips?|films?|movies?|footage|recordings?|audio|podcasts?|speech)\b/i,
    field: 'video',
    extractor: 'multimodal_extractor',
    featureUri: 'mixpeek://multimodal_extractor@v1/vertex_multimodal_embedding',
  },
  {
    words: /\b(images?|photos?|pictures?|screenshots?|logos?)\b/i,
    field: 'image',
    extractor: 'image_extractor',
    featureUri: 'mixpeek://image_extractor@v1/google_siglip_base_v1',
  },
  {
    words: /./s,
    field: 'text',
    extractor: 'text_extractor',
    featureUri: 'mixpeek://text_extractor@v1/multilingual_e5_large_instruct_v1',
  },
];

const FIELD_TYPES: Readonly<Record<string, string>> = { url: 'string', video: 'video', image: 'image', text: 'text' };

/** A manifest for what a description is about: one namespace with all that a search needs. The same for the same words. */
export function generateManifest(description: string, name: string): JsonObject {
  const subject = SUBJECTS.find(({ words }) => words.test(description)) ?? SUBJECTS.at(-1);
  if (subject === undefined) throw new Error('There is no subject to fall back to.');
  const { field, extractor, featureUri } = subject;
  const base = toName(name);
  const place = { namespace: base };
  const about = description.trim().slice(0, 500);
  const sections: JsonObject = {
    namespaces: [{ name: base, description: about, feature_extractors: [{ name: extractor, version: 'v1' }] }],
    buckets: [
      {
        name: `${base}_objects`,
        ...place,
        description: 'What comes in.',
        schema: { properties: { [field]: { type: FIELD_TYPES[field] ?? 'text', required: true } } },
      },
    ],
    collections: [
      {
        name: `${base}_documents`,
        ...place,
        description: 'What is searched.',
        source: { type: 'bucket', bucket_ids: [`${base}_objects`] },
        feature_extractor: { name: extractor, version: 'v1', input_mappings: { [inputOf(field)]: field } },
      },
    ],
    retrievers: [
      {
        name: `${base}_search`,
        ...place,
        description: about,
        collections: [`${base}_documents`],
        inputs: { query: { type: 'text', required: true } },
        stages: [
          {
            stage_name: 'search',
            stage_type: 'filter',
            config: {
              stage_id: 'feature_search',
              parameters: {
                searches: [
                  { feature_uri: featureUri, query: { input_mode: 'text', value: '{{INPUT.query}}' }, top_k: 50 },
                ],
                final_top_k: 10,
              },
            },
          },
        ],
      },
    ],
  };
  const known = Object.entries(sections).filter(([section]) => RESOURCE_KINDS.some((kind) => kind.section === section));
  return { version: MANIFEST_VERSION, metadata: { name }, ...Object.fromEntries(known) };
}

/** What the extractors call the field. */
const inputOf = (field: string): string => field;

function toName(name: string): string {
  const clean = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40);
  return clean.length < 3 ? `search_${clean}`.replace(/_$/, '') : clean;
}
