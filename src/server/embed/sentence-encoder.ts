import { loadTextModel } from '#text-model';
import { badRequest } from '../problem.js';
import type { Embedder } from './embedders.js';
import type { TextModel } from './text-model.js';

/** The one dimension that the encoder gives. */
const SENTENCE_ENCODER_DIMENSION = 512;

/** Texts given to the model at once: bounds the memory of its tensors. */
const BATCH = 32;

/**
 * The Universal Sentence Encoder (lite, English) from `@energetic-ai/embeddings`, run in this process and offline.
 * 512 dimensions only. The packages are loaded on first use.
 */
export function createSentenceEncoder(loadModel: () => Promise<TextModel> = loadTextModel): Embedder {
  let model: Promise<TextModel> | undefined;
  return {
    name: 'sentence-encoder',
    async embed(texts, dimension) {
      if (dimension !== SENTENCE_ENCODER_DIMENSION) {
        throw badRequest(
          'embedding_dimension_unsupported',
          `The sentence encoder gives vectors of ${SENTENCE_ENCODER_DIMENSION} numbers, and this index has ` +
            `${dimension}. Use an index of ${SENTENCE_ENCODER_DIMENSION} dimensions, or another embedder for its ` +
            'inference service.',
          { expected: SENTENCE_ENCODER_DIMENSION, got: dimension },
        );
      }
      model ??= loadModel().catch((error: unknown) => {
        // The next call tries again: the packages may be installed by then.
        model = undefined;
        throw error;
      });
      const ready = await model;
      const vectors: Float32Array[] = [];
      for (let start = 0; start < texts.length; start += BATCH) {
        const batch = await ready.embed(texts.slice(start, start + BATCH));
        for (const vector of batch) vectors.push(Float32Array.from(vector));
      }
      return vectors;
    },
  };
}
