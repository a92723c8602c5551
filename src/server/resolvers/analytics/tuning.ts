import type { JsonObject } from '../../../internal/json.js';
import { executionsIn } from '../../analytics/executions.js';
import { isWithin, type Period } from '../../analytics/period.js';
import { tuningPerformance, tuningRecommendations, type Click, type SearchSettings } from '../../analytics/tuning.js';
import { collectionsFor } from '../../collections/collections-for.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { DEFAULT_WEIGHTS } from '../../evaluation/sessions.js';
import { isJsonObject, objectsOf, textOf } from '../../json-object.js';
import { Problem } from '../../problem.js';
import { compileRetriever, type CompiledStage } from '../../retriever/compile.js';
import { LEXICAL } from '../../retriever/feature-search/learned-fusion.js';
import { toDefinition } from '../retrievers/definition.js';
import { findRetriever } from '../retrievers/find.js';
import { readDays } from './read-period.js';

/** Weighs what people clicked on against the settings of the first search. */
export function analyzeTuning(context: RequestContext): ResolverResult {
  const { state, services, namespace } = context;
  const { id, definition } = findRetriever(context);
  const period = readDays(context);
  const executions = executionsIn(period, { state, services, namespaceId: namespace.id, retrieverId: id });
  const clicks = clicksOf(id, period, context);
  const performance = tuningPerformance(executions, clicks);
  const settings = settingsOf(definition, context);
  return {
    body: {
      retriever_id: id,
      analysis_period: period.range,
      recommendations: settings === undefined ? [] : tuningRecommendations(clicks, settings),
      current_performance: {
        execution_count: performance.executions,
        failed_count: performance.failed,
        no_results_count: performance.withoutResults,
        click_count: performance.clicks,
        click_through_rate: performance.clickThroughRate,
        avg_click_position: performance.averagePosition,
        mean_reciprocal_rank: performance.meanReciprocalRank,
      },
    },
  };
}

/** Interactions that choose a result; looking at it is no choice. */
const isChoice = (type: string): boolean => (DEFAULT_WEIGHTS[type] ?? 0) >= 1;

function clicksOf(retrieverId: string, period: Period, { state }: RequestContext): Click[] {
  const ids = state.ids(
    'interactions',
    ({ retriever_id: of, interaction_type: types, created_at: at }) =>
      of === retrieverId && types.some(isChoice) && isWithin(Date.parse(at), period),
  );
  return ids
    .flatMap((id) => state.get('interactions', id) ?? [])
    .map(({ execution_id: executionId, position, feature_uri: feature }) => ({ executionId, position, feature }));
}

/** Of the first search, with defaults; `undefined` for a retriever that does not search, or can no more. */
function settingsOf(definition: JsonObject, context: RequestContext): SearchSettings | undefined {
  const search = stagesOf(definition, context).find(({ stage }) => stage.id === 'feature_search');
  if (search === undefined) return undefined;
  const { searches, lexical, fusion, final_top_k: topK } = search.parameters;
  const weights = objectsOf(searches).map((one) => [textOf(one, 'feature_uri'), weightOf(one)] as const);
  return {
    finalTopK: Number(topK),
    fusion: typeof fusion === 'string' ? fusion : null,
    weights: Object.fromEntries([
      ...weights,
      ...(isJsonObject(lexical) ? [[LEXICAL, weightOf(lexical)] as const] : []),
    ]),
  };
}

function stagesOf(definition: JsonObject, { state, namespace }: RequestContext): readonly CompiledStage[] {
  try {
    return compileRetriever(toDefinition(definition), { namespace, collections: collectionsFor({ state, namespace }) })
      .stages;
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
}

const weightOf = ({ weight }: JsonObject): number => (typeof weight === 'number' ? weight : 1);
