import type { SystemTemplate } from '../system-template.js';
import { systemBuckets } from './buckets.js';
import { systemCollections } from './collections.js';
import { systemNamespaces } from './namespaces.js';
import { systemRetrievers } from './retrievers.js';

const [textNamespace] = systemNamespaces;
const [textBucket, , imageBucket] = systemBuckets;
const [textCollection, imageCollection] = systemCollections;
const [textRetriever, , , imageRetriever] = systemRetrievers;

/** Each names what is made of it, in the order in which it is made. */
export const systemScaffolds = [
  {
    id: 'tmpl_system_text_search',
    name: 'Text search',
    description: 'Everything to find texts by meaning: put texts into the bucket, and search.',
    category: 'search',
    tags: ['text'],
    configuration: {
      namespace: textNamespace.configuration,
      bucket: { bucket_name: 'texts', ...textBucket.configuration },
      collection: { collection_name: 'text-pieces', ...textCollection.configuration },
      retriever: { retriever_name: 'text-search', ...textRetriever.configuration },
      sample_objects: [
        {
          title: 'Bread',
          text: 'A dough of flour, water and salt rises for a day. A hot oven gives it a dark crust.',
        },
        {
          title: 'Bicycles',
          text: 'A chain carries the force of the pedals to the rear wheel. Gears make hills easier.',
        },
        {
          title: 'Glaciers',
          text: 'Snow that never melts turns to ice under its own weight. The ice flows slowly into the valley.',
        },
      ],
    },
    useCases: ['A first look', 'Search boxes'],
    requirements: [],
  },
  {
    id: 'tmpl_system_image_search',
    name: 'Image search',
    description: 'Everything to find images by a description: put images into the bucket, and search.',
    category: 'media',
    tags: ['image'],
    configuration: {
      namespace: { feature_extractors: [{ feature_extractor_name: 'image_extractor', version: 'v1' }] },
      bucket: { bucket_name: 'images', ...imageBucket.configuration },
      collection: { collection_name: 'image-documents', ...imageCollection.configuration },
      retriever: { retriever_name: 'image-search', ...imageRetriever.configuration },
      sample_objects: [],
    },
    useCases: ['Image libraries'],
    requirements: [],
  },
] as const satisfies readonly SystemTemplate[];
