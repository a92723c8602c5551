import { outputsOf } from './catalog.js';
import { contentVector, digestOf } from './content-vector.js';
import { embedTexts } from './embed-text.js';
import type { Extractor, ExtractorServices, InputValue } from './extractor.js';

const [EMBEDDING] = outputsOf('gemini_multifile_extractor');

/** One vector for all contents of an object together. */
export const geminiMultifile: Extractor = {
  inputs: null,
  standIn: 'The vector is the mean of those of its contents: texts are embedded, files count by their bytes alone.',
  outputs: {},
  async extract({ values }, services) {
    const sum = new Float32Array(EMBEDDING.dimension);
    for (const input of Object.values(values)) {
      const vector = await vectorOf(input, services);
      vector.forEach((value, index) => (sum[index] = (sum[index] ?? 0) + value));
    }
    const length = Math.sqrt(sum.reduce((total, value) => total + value * value, 0)) || 1;
    const vectors = { [EMBEDDING.index]: sum.map((value) => value / length) };
    return [{ key: '0', fields: {}, vectors, modality: 'multimodal' }];
  },
};

async function vectorOf(input: InputValue, services: ExtractorServices): Promise<Float32Array> {
  if (input.kind === 'value' && typeof input.value === 'string') {
    const [vector] = await embedTexts([input.value], EMBEDDING, services);
    if (vector !== undefined) return vector;
  }
  return contentVector(digestOf(input, services), { space: EMBEDDING.service, dimension: EMBEDDING.dimension });
}
