import type { JsonObject } from '../../internal/json.js';
import { isJsonObject, objectsOf } from '../json-object.js';
import { LEXICAL } from '../retriever/feature-search/learned-fusion.js';

export interface LearnedStage {
  /** Features that get weights, each once. */
  readonly features: string[];
  readonly learningConfig: JsonObject | null;
}

/** The first stage of a retriever whose fusion is learned; `undefined` when there is none. */
export function learnedStageOf(definition: JsonObject): LearnedStage | undefined {
  for (const stage of objectsOf(definition['stages'])) {
    const { config } = stage;
    const parameters = isJsonObject(config) ? config['parameters'] : undefined;
    if (!isJsonObject(parameters) || parameters['fusion'] !== 'learned') continue;
    const named = objectsOf(parameters['searches']).flatMap(({ feature_uri: uri }) =>
      typeof uri === 'string' ? [uri] : [],
    );
    const features = [...new Set(isJsonObject(parameters['lexical']) ? [...named, LEXICAL] : named)];
    const learning = parameters['learning_config'];
    return { features, learningConfig: isJsonObject(learning) ? learning : null };
  }
  return undefined;
}
