import type { StateReader } from '../context.js';
import type { FusionSettingsRecord, FusionWeightsRecord } from '../records.js';
import { deriveSeed } from '../random.js';
import type { LearningConfig } from './learning-config.js';

/** Key of what a user, or with null all together, taught a retriever. */
export const weightsId = (retrieverId: string, userId: string | null): string =>
  userId === null ? retrieverId : `${retrieverId}/${userId}`;

export interface Known {
  readonly level: 'user' | 'global' | 'prior';
  /** Undefined at the level `prior`. */
  readonly record: FusionWeightsRecord | undefined;
}

/** The closest level of which enough is known: the user, all together, or nothing. */
export function knownWeights(
  state: StateReader,
  { retrieverId, userId, config }: { retrieverId: string; userId: string | null; config: LearningConfig },
): Known {
  const isEnough = (record: FusionWeightsRecord | undefined): boolean =>
    record !== undefined && record.interactions >= config.minInteractions;
  const own = userId === null ? undefined : state.get('fusionWeights', weightsId(retrieverId, userId));
  if (isEnough(own)) return { level: 'user', record: own };
  const all = state.get('fusionWeights', weightsId(retrieverId, null));
  return isEnough(all) ? { level: 'global', record: all } : { level: 'prior', record: undefined };
}

/** Whether someone is among the share that gets learned weights. Whoever is in at a share is in at every larger one. */
export const isInRollout = (retrieverId: string, who: string, percent: number): boolean =>
  deriveSeed(retrieverId, who) % 100 < percent;

export function usesLearnedWeights(settings: FusionSettingsRecord, who: string): boolean {
  return settings.enabled && !settings.opted_out.includes(who) && isInRollout(settings.id, who, settings.rollout_pct);
}
