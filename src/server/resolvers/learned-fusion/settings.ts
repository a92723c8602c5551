import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { addActivity } from '../../learned-fusion/activity.js';
import { isInRollout, usesLearnedWeights, weightsId } from '../../learned-fusion/known-weights.js';
import { learnedStageOf, type LearnedStage } from '../../learned-fusion/learned-stage.js';
import { badRequest } from '../../problem.js';
import type { FusionSettingsRecord, RetrieverRecord } from '../../records.js';
import { findRetriever } from '../retrievers/find.js';

export function enableFusion(context: RequestContext): ResolverResult {
  const retriever = findRetriever(context);
  requireLearnedStage(retriever);
  const percent = context.body['rollout_pct'];
  const rollout = typeof percent === 'number' ? percent : 100;
  const enabledAt = isoTime(context.services.clock.now());
  const changes = { enabled: true, rollout_pct: rollout, enabled_at: enabledAt };
  return change(context, { retriever, changes, type: 'enabled', details: { rollout_pct: rollout } });
}

export function disableFusion(context: RequestContext): ResolverResult {
  return change(context, { retriever: findRetriever(context), changes: { enabled: false }, type: 'disabled' });
}

export function setRollout(context: RequestContext): ResolverResult {
  const retriever = findRetriever(context);
  requireLearnedStage(retriever);
  const percent = context.body['rollout_pct'];
  const rollout = typeof percent === 'number' ? percent : 0;
  const details = { rollout_pct: rollout };
  return change(context, { retriever, changes: { rollout_pct: rollout }, type: 'rollout_changed', details });
}

export function optOut(context: RequestContext): ResolverResult {
  const user = userOf(context);
  return changeUser(context, 'opted_out', (users) => [...users.filter((one) => one !== user), user]);
}

export function optIn(context: RequestContext): ResolverResult {
  const user = userOf(context);
  return changeUser(context, 'opted_in', (users) => users.filter((one) => one !== user));
}

export function resetUser(context: RequestContext): ResolverResult {
  const { state, tx, namespace } = context;
  const { id: retrieverId } = findRetriever(context);
  const userId = userOf(context);
  const id = weightsId(retrieverId, userId);
  if (state.get('fusionWeights', id) !== undefined) {
    tx.delete('fusionWeights', id);
    addActivity(context, { namespaceId: namespace.id, retrieverId, type: 'user_reset', userId });
  }
  return { body: { message: `Nothing is known of "${userId}" any more.`, success: true } };
}

/** The settings of a retriever; those of one that never learned when there are none. */
export function settingsOf(
  { id, namespace_id: namespaceId, created_at: at }: RetrieverRecord,
  { state }: RequestContext,
): FusionSettingsRecord {
  const known = state.get('fusionSettings', id);
  return (
    known ?? {
      id,
      namespace_id: namespaceId,
      enabled: false,
      rollout_pct: 0,
      opted_out: [],
      enabled_at: null,
      updated_at: at,
    }
  );
}

export const userOf = ({ path }: RequestContext): string => path['user_id'] ?? '';

export function requireLearnedStage({ definition, retriever_name: name, id }: RetrieverRecord): LearnedStage {
  const stage = learnedStageOf(definition);
  if (stage !== undefined && stage.features.length > 1) return stage;
  throw badRequest(
    'no_learned_fusion_stage',
    `The retriever "${name}" (${id}) has no feature_search stage with fusion "learned" and two features or more, so there is nothing to learn. Clone it with such a stage.`,
    { retriever_id: id },
  );
}

interface SettingsChange {
  readonly retriever: RetrieverRecord;
  readonly changes: Partial<FusionSettingsRecord>;
  readonly type: string;
  readonly details?: JsonObject;
}

function change(context: RequestContext, { retriever, changes, type, details }: SettingsChange): ResolverResult {
  const { namespace, services, tx } = context;
  const updatedAt = isoTime(services.clock.now());
  const changed: FusionSettingsRecord = { ...settingsOf(retriever, context), ...changes, updated_at: updatedAt };
  tx.put('fusionSettings', changed);
  const what = { namespaceId: namespace.id, retrieverId: retriever.id, type };
  addActivity(context, details === undefined ? what : { ...what, details });
  return { body: toState(changed, retriever) };
}

function changeUser(
  context: RequestContext,
  type: string,
  next: (users: readonly string[]) => string[],
): ResolverResult {
  const { namespace, services, state, tx } = context;
  const retriever = findRetriever(context);
  const settings = settingsOf(retriever, context);
  const updatedAt = isoTime(services.clock.now());
  const changed = { ...settings, opted_out: next(settings.opted_out), updated_at: updatedAt };
  const userId = userOf(context);
  if (changed.opted_out.length !== settings.opted_out.length) {
    tx.put('fusionSettings', changed);
    addActivity(context, { namespaceId: namespace.id, retrieverId: retriever.id, type, userId });
  }
  return {
    body: {
      retriever_id: retriever.id,
      user_id: userId,
      opted_out: changed.opted_out.includes(userId),
      in_rollout: isInRollout(retriever.id, userId, changed.rollout_pct),
      uses_learned_weights: usesLearnedWeights(changed, userId),
      interactions: state.get('fusionWeights', weightsId(retriever.id, userId))?.interactions ?? 0,
    },
  };
}

function toState(settings: FusionSettingsRecord, { id, definition }: RetrieverRecord): JsonObject {
  const stage = learnedStageOf(definition);
  return {
    retriever_id: id,
    enabled: settings.enabled,
    rollout_pct: settings.rollout_pct,
    feature_uris: stage?.features ?? [],
    learning_config: stage?.learningConfig ?? null,
    opted_out_users: settings.opted_out.length,
    enabled_at: settings.enabled_at,
    updated_at: settings.updated_at,
  };
}
