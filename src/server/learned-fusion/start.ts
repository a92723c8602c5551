import type { JsonObject } from '../../internal/json.js';
import type { Services, StateReader } from '../context.js';
import type { FusionTraceRecord } from '../records.js';
import type { LearnedFusion } from '../retriever/feature-search/learned-fusion.js';
import { knownWeights, usesLearnedWeights } from './known-weights.js';
import { readLearningConfig } from './learning-config.js';
import { drawWeights, equalWeights } from './weigh.js';

/** Learned fusion of one execution, and what it owed its documents to. */
export interface FusionRun extends LearnedFusion {
  /** `undefined` until a stage fused its searches. */
  trace(): Pick<FusionTraceRecord, 'retriever_id' | 'user_id' | 'arm' | 'shares'> | undefined;
}

export interface FusionCall {
  readonly retrieverId: string;
  readonly executionId: string;
  /** The input `user_id` says for whom the execution is. */
  readonly inputs: JsonObject;
}

/** `undefined` where the retriever does not learn. */
export function startFusion(
  { state, services }: { state: StateReader; services: Services },
  { retrieverId, executionId, inputs }: FusionCall,
): FusionRun | undefined {
  const settings = state.get('fusionSettings', retrieverId);
  if (settings?.enabled !== true) return undefined;
  const userId = typeof inputs['user_id'] === 'string' ? inputs['user_id'] : null;
  // Nobody in particular is somebody else each time.
  const isLearned = usesLearnedWeights(settings, userId ?? executionId);
  let shares: Record<string, Record<string, number>> | undefined;
  return {
    weigh(features, learningConfig) {
      if (!isLearned) return equalWeights(features);
      const config = readLearningConfig(learningConfig);
      const { record } = knownWeights(state, { retrieverId, userId, config });
      if (record === undefined) return equalWeights(features);
      return drawWeights(features, record.features, { config, random: services.random });
    },
    note(found) {
      shares = found;
    },
    trace: () =>
      shares && { retriever_id: retrieverId, user_id: userId, arm: isLearned ? 'learned' : 'control', shares },
  };
}
