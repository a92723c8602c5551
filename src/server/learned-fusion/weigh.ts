import type { FeatureCounts } from '../records.js';
import { sampleBeta } from './beta.js';
import type { LearningConfig } from './learning-config.js';

/** What is known of the features of a retriever, by feature. */
export type Counts = Readonly<Record<string, FeatureCounts>>;

const EXPLORED_SHARE = 0.1;

export interface Beliefs {
  readonly alpha: number;
  readonly beta: number;
  readonly mean: number;
  readonly samples: number;
}

export function beliefsOf(counts: FeatureCounts | undefined, { priorAlpha, priorBeta }: LearningConfig): Beliefs {
  const alpha = priorAlpha + (counts?.successes ?? 0);
  const beta = priorBeta + (counts?.failures ?? 0);
  return { alpha, beta, mean: alpha / (alpha + beta), samples: counts?.samples ?? 0 };
}

/** Weights by what is expected, without chance; together 1. */
export function meanWeights(
  features: readonly string[],
  counts: Counts,
  config: LearningConfig,
): Record<string, number> {
  return normalise(features, (feature) => beliefsOf(counts[feature], config).mean);
}

/** Weights for one execution: mostly by what is expected, and now and then what is less proven. Together 1. */
export function drawWeights(
  features: readonly string[],
  counts: Counts,
  { config, random }: { config: LearningConfig; random: () => number },
): Record<string, number> {
  const { algorithm, explorationBonus: bonus } = config;
  switch (algorithm) {
    case 'thompson_sampling':
      return normalise(features, (feature) => {
        const { alpha, beta } = beliefsOf(counts[feature], config);
        // A wider distribution of the same mean tries the unproven more often.
        return sampleBeta(alpha / bonus, beta / bonus, random);
      });
    case 'epsilon_greedy':
      return random() < Math.min(1, EXPLORED_SHARE * bonus)
        ? normalise(features, random)
        : meanWeights(features, counts, config);
    case 'ucb': {
      const total = features.reduce((sum, feature) => sum + (counts[feature]?.samples ?? 0), 0);
      return normalise(features, (feature) => {
        const { mean, samples } = beliefsOf(counts[feature], config);
        return mean + bonus * Math.sqrt((2 * Math.log(total + 1)) / (samples + 1));
      });
    }
  }
}

export const equalWeights = (features: readonly string[]): Record<string, number> => normalise(features, () => 1);

function normalise(features: readonly string[], weigh: (feature: string) => number): Record<string, number> {
  const weights = features.map((feature) => [feature, weigh(feature)] as const);
  const sum = weights.reduce((total, [, weight]) => total + weight, 0);
  if (sum === 0) return Object.fromEntries(features.map((feature) => [feature, 1 / features.length]));
  return Object.fromEntries(weights.map(([feature, weight]) => [feature, weight / sum]));
}
