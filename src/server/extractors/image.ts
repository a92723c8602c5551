import { outputsOf } from './catalog.js';
import { contentVector, digestOf } from './content-vector.js';
import type { Extractor } from './extractor.js';

const [EMBEDDING] = outputsOf('image_extractor');

export const image: Extractor = {
  inputs: { image: ['image'] },
  parameters: 'ImageExtractorParams',
  standIn: 'The vector depends on the bytes of the image alone: equal images are found, similar ones are not.',
  outputs: {},
  extract({ values }, services) {
    const documents = Object.entries(values).map(([key, input]) => ({
      key,
      fields: {},
      vectors: {
        [EMBEDDING.index]: contentVector(digestOf(input, services), {
          space: EMBEDDING.service,
          dimension: EMBEDDING.dimension,
        }),
      },
      modality: 'image',
    }));
    return Promise.resolve(documents);
  },
};
