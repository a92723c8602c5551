import { outputsOf } from './catalog.js';
import { contentVector, digestOf } from './content-vector.js';
import type { Extractor } from './extractor.js';

const [EMBEDDING] = outputsOf('face_identity_extractor');

export const faceIdentity: Extractor = {
  inputs: { image: ['image'], video: ['video'] },
  parameters: 'FaceIdentityExtractorParams',
  standIn:
    'No faces are looked for: every file counts as one face, whose vector depends on its bytes alone. Thresholds have no effect.',
  outputs: { face_index: { type: 'integer' } },
  extract({ values }, services) {
    const documents = Object.entries(values).map(([key, input]) => ({
      key,
      fields: { face_index: 0 },
      vectors: {
        [EMBEDDING.index]: contentVector(digestOf(input, services), {
          space: EMBEDDING.service,
          dimension: EMBEDDING.dimension,
        }),
      },
      modality: key,
    }));
    return Promise.resolve(documents);
  },
};
