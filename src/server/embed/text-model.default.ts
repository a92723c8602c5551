import { Problem } from '../problem.js';
import type { TextModel } from './text-model.js';

/** The encoder reads its weights from files, so that it runs on Node only. */
export function loadTextModel(): Promise<TextModel> {
  return Promise.reject(
    new Problem({
      status: 503,
      type: 'InferenceServiceUnavailableError',
      code: 'sentence_encoder_unavailable',
      message:
        'The sentence encoder runs on Node only. Here, use lexical embeddings, a URL, or an embedder of your own.',
    }),
  );
}
