import { outputsOf } from './catalog.js';
import { contentVector, digestOf } from './content-vector.js';
import { embedTexts } from './embed-text.js';
import type { ExtractedDocument, Extractor } from './extractor.js';
import { refuseGeneration } from './generation.js';
import { textOfInput } from './input-text.js';

const [EMBEDDING] = outputsOf('multimodal_extractor');

export const multimodal: Extractor = {
  inputs: { video: ['video'], image: ['image'], gif: ['image'], text: ['text', 'string'] },
  parameters: 'MultimodalExtractorParams',
  standIn:
    'Text is embedded; the vector of a file depends on its bytes alone. Videos are one segment each, without transcript and recognised text.',
  outputs: { text: { type: 'text' } },
  check: (parameters) => refuseGeneration(parameters, ['response_shape', 'run_video_description']),
  async extract({ values, parameters }, services) {
    const documents: ExtractedDocument[] = [];
    for (const [key, input] of Object.entries(values)) {
      const text = key === 'text' ? await textOfInput(input, key) : undefined;
      const vector =
        text === undefined
          ? contentVector(digestOf(input, services), { space: EMBEDDING.service, dimension: EMBEDDING.dimension })
          : (await embedTexts([text], EMBEDDING, services))[0];
      const embeds = parameters['run_multimodal_embedding'] !== false && vector !== undefined;
      documents.push({
        key,
        fields: text === undefined ? {} : { text },
        vectors: embeds ? { [EMBEDDING.index]: vector } : {},
        modality: key === 'gif' ? 'image' : key,
      });
    }
    return documents;
  },
};
