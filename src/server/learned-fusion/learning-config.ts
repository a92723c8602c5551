import type { JsonObject } from '../../internal/json.js';

/** How a stage learns: its `learning_config` with defaults. */
export interface LearningConfig {
  readonly algorithm: 'thompson_sampling' | 'epsilon_greedy' | 'ucb';
  /** Interactions needed before weights are used. */
  readonly minInteractions: number;
  /** Interaction type that counts as success. */
  readonly rewardSignal: string;
  readonly explorationBonus: number;
  readonly priorAlpha: number;
  readonly priorBeta: number;
}

export function readLearningConfig(given: JsonObject | null): LearningConfig {
  const numberOf = (name: string, fallback: number): number => {
    const value = given?.[name];
    return typeof value === 'number' ? value : fallback;
  };
  const { algorithm, reward_signal: reward } = given ?? {};
  return {
    algorithm: algorithm === 'epsilon_greedy' || algorithm === 'ucb' ? algorithm : 'thompson_sampling',
    minInteractions: numberOf('min_interactions', 5),
    rewardSignal: typeof reward === 'string' ? reward : 'click',
    explorationBonus: numberOf('exploration_bonus', 1),
    priorAlpha: numberOf('prior_alpha', 1),
    priorBeta: numberOf('prior_beta', 1),
  };
}
