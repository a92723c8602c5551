import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { Execution } from './executions.js';
import { groupBy } from './group-by.js';
import { percentile } from './percentile.js';
import { averageOf, rateOf, round } from './share.js';

/** What somebody did with a result. */
export interface Click {
  readonly executionId: string | null;
  /** 0 is the first place. */
  readonly position: number;
  /** The feature that found the result; null where that was not said. */
  readonly feature: string | null;
}

/** The settings of a retriever's search that recommendations are about. */
export interface SearchSettings {
  readonly finalTopK: number;
  /** Null where the default holds. */
  readonly fusion: string | null;
  /** Weight of each feature that is searched. */
  readonly weights: Readonly<Record<string, number>>;
}

export interface TuningPerformance {
  readonly executions: number;
  readonly failed: number;
  readonly withoutResults: number;
  readonly clicks: number;
  /** Executions with a click, of all. */
  readonly clickThroughRate: number;
  readonly averagePosition: number;
  /** Mean of 1 / (position + 1) over clicks. */
  readonly meanReciprocalRank: number;
}

export interface TuningRecommendation extends JsonObject {
  recommendation_type: string;
  current_value: JsonValue;
  recommended_value: JsonValue;
  expected_impact: string;
  /** 0 to 1. */
  confidence: number;
  reasoning: string;
}

/** Fewer clicks say nothing. */
export const LEAST_CLICKS = 10;
/** Clicks on average at this place or behind it call for a better order. */
const DEEP_POSITION = 3;
/** A weight that is off by less is left alone. */
const WEIGHT_TOLERANCE = 0.1;

export function tuningPerformance(executions: readonly Execution[], clicks: readonly Click[]): TuningPerformance {
  const known = new Set(executions.map(({ id }) => id));
  const clicked = new Set(
    clicks.flatMap(({ executionId }) => (executionId !== null && known.has(executionId) ? [executionId] : [])),
  );
  const completed = executions.filter(({ error }) => error === null);
  return {
    executions: executions.length,
    failed: executions.length - completed.length,
    withoutResults: completed.filter(({ returned }) => returned === 0).length,
    clicks: clicks.length,
    clickThroughRate: rateOf(clicked.size, executions.length),
    averagePosition: averageOf(clicks.map(({ position }) => position)),
    meanReciprocalRank: averageOf(
      clicks.map(({ position }) => 1 / (position + 1)),
      4,
    ),
  };
}

/** What the clicks speak for, the surest first; nothing for fewer than `LEAST_CLICKS`. */
export function tuningRecommendations(clicks: readonly Click[], settings: SearchSettings): TuningRecommendation[] {
  if (clicks.length < LEAST_CLICKS) return [];
  return [resultLimit(clicks, settings), learnedFusion(clicks, settings), featureWeights(clicks, settings)]
    .filter((one) => one !== undefined)
    .sort((a, b) => b.confidence - a.confidence);
}

/** Half sure at `LEAST_CLICKS`, ever surer with more. */
const confidenceOf = (count: number): number => round(count / (count + LEAST_CLICKS), 2);

/** Nearly all clicks are in the first half of the results: the rest need not be fetched. */
function resultLimit(clicks: readonly Click[], { finalTopK }: SearchSettings): TuningRecommendation | undefined {
  const positions = clicks.map(({ position }) => position).sort((a, b) => a - b);
  const needed = percentile(positions, 95) + 1;
  if (2 * needed > finalTopK) return undefined;
  return {
    recommendation_type: 'final_top_k',
    current_value: finalTopK,
    recommended_value: 2 * needed,
    expected_impact: `Later stages handle ${finalTopK - 2 * needed} documents less.`,
    confidence: confidenceOf(clicks.length),
    reasoning: `95 % of ${clicks.length} clicks are on the first ${needed} results of ${finalTopK}.`,
  };
}

/** Clicks lie deep, and several lists are fused in a fixed way. */
function learnedFusion(
  clicks: readonly Click[],
  { fusion, weights }: SearchSettings,
): TuningRecommendation | undefined {
  const average = averageOf(clicks.map(({ position }) => position));
  if (average < DEEP_POSITION || Object.keys(weights).length < 2 || fusion === 'learned') return undefined;
  return {
    recommendation_type: 'fusion',
    current_value: fusion ?? 'rrf',
    recommended_value: 'learned',
    expected_impact: 'Results that are clicked move up as interactions are learned from.',
    confidence: confidenceOf(clicks.length),
    reasoning: `${clicks.length} clicks are at position ${average} on average, counted from 0, and ${Object.keys(weights).length} searches are fused with fixed weights.`,
  };
}

/** Clicks by feature speak for other weights than are set. */
function featureWeights(
  clicks: readonly Click[],
  { fusion, weights }: SearchSettings,
): TuningRecommendation | undefined {
  const features = Object.keys(weights);
  const told = clicks.filter(({ feature }) => feature !== null && Object.hasOwn(weights, feature));
  if (features.length < 2 || fusion === 'learned' || told.length < LEAST_CLICKS) return undefined;
  const counts = groupBy(told, ({ feature }) => feature ?? '');
  // One click more for each feature, so that one without any is not switched off.
  const wanted = (feature: string): number =>
    round(((counts.get(feature)?.length ?? 0) + 1) / (told.length + features.length), 2);
  const whole = features.reduce((sum, feature) => sum + (weights[feature] ?? 0), 0);
  const now = (feature: string): number => rateOf(weights[feature] ?? 0, whole);
  if (features.every((feature) => Math.abs(wanted(feature) - now(feature)) < WEIGHT_TOLERANCE)) return undefined;
  const shares = features.map((feature) => `${feature} ${counts.get(feature)?.length ?? 0}`);
  return {
    recommendation_type: 'weights',
    current_value: { ...weights },
    recommended_value: Object.fromEntries(features.map((feature) => [feature, wanted(feature)])),
    expected_impact: 'Results of the features that people click on move up.',
    confidence: confidenceOf(told.length),
    reasoning: `Of ${told.length} clicks whose feature is known: ${shares.join(', ')}.`,
  };
}
