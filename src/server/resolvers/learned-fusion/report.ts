import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { knownWeights } from '../../learned-fusion/known-weights.js';
import { learnedStageOf } from '../../learned-fusion/learned-stage.js';
import { readLearningConfig } from '../../learned-fusion/learning-config.js';
import { beliefsOf, equalWeights, meanWeights } from '../../learned-fusion/weigh.js';
import { listBySkip } from '../../list-by-position.js';
import type { FusionTraceRecord } from '../../records.js';
import { findRetriever } from '../retrievers/find.js';
import { settingsOf, userOf } from './settings.js';

export const getWeights = (context: RequestContext): ResolverResult => describeWeights(context, null);

export const getUserWeights = (context: RequestContext): ResolverResult => describeWeights(context, userOf(context));

function describeWeights(context: RequestContext, userId: string | null): ResolverResult {
  const retriever = findRetriever(context);
  const stage = learnedStageOf(retriever.definition);
  const features = stage?.features ?? [];
  const config = readLearningConfig(stage?.learningConfig ?? null);
  const { level, record } = knownWeights(context.state, { retrieverId: retriever.id, userId, config });
  const counts = record?.features ?? {};
  return {
    body: {
      retriever_id: retriever.id,
      user_id: userId,
      level,
      weights: record === undefined ? equalWeights(features) : meanWeights(features, counts, config),
      features: features.map((feature) => ({ feature_uri: feature, ...beliefsOf(counts[feature], config) })),
      interactions: record?.interactions ?? 0,
      updated_at: record?.updated_at ?? null,
    },
  };
}

export function getStats(context: RequestContext): ResolverResult {
  const { state } = context;
  const retriever = findRetriever(context);
  const settings = settingsOf(retriever, context);
  const isOwn = (record: { retriever_id: string }): boolean => record.retriever_id === retriever.id;
  const { rewardSignal } = readLearningConfig(learnedStageOf(retriever.definition)?.learningConfig ?? null);
  const rewarded = new Set(
    state
      .list('interactions')
      .flatMap(({ execution_id: id, interaction_type: types }) =>
        id !== null && types.includes(rewardSignal) ? [id] : [],
      ),
  );
  const traces = state.list('fusionTraces').filter(isOwn);
  const weights = state.list('fusionWeights').filter(isOwn);
  return {
    body: {
      retriever_id: retriever.id,
      enabled: settings.enabled,
      rollout_pct: settings.rollout_pct,
      interactions: weights.find(({ user_id: user }) => user === null)?.interactions ?? 0,
      users: weights.filter(({ user_id: user }) => user !== null).length,
      opted_out_users: settings.opted_out.length,
      learned: describeArm(traces, 'learned', rewarded),
      control: describeArm(traces, 'control', rewarded),
    },
  };
}

function describeArm(traces: readonly FusionTraceRecord[], arm: string, rewarded: ReadonlySet<string>): JsonObject {
  const own = traces.filter((trace) => trace.arm === arm);
  const won = own.filter(({ id }) => rewarded.has(id)).length;
  return { executions: own.length, rewarded: won, reward_rate: own.length === 0 ? null : won / own.length };
}

export function getActivity(context: RequestContext): ResolverResult {
  const { state, query } = context;
  const { id } = findRetriever(context);
  const entries = state
    .list('fusionActivity')
    .filter((entry) => entry.retriever_id === id)
    .map(({ type, user_id: userId, details, created_at: at }) => ({ type, user_id: userId, details, occurred_at: at }))
    .toReversed();
  const { items, total } = listBySkip(entries, query);
  return { body: { retriever_id: id, activity: items, total, limit: query['limit'], offset: query['offset'] } };
}
