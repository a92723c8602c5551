import type { Services, StateReader, Transaction } from '../context.js';
import { isoTime } from '../iso-time.js';
import type { FeatureCounts, FusionTraceRecord, FusionWeightsRecord, InteractionRecord } from '../records.js';
import { addActivity } from './activity.js';
import { weightsId } from './known-weights.js';
import { learnedStageOf } from './learned-stage.js';
import { readLearningConfig } from './learning-config.js';

/** Interactions that say a result was no use. */
const FAILURES: ReadonlySet<string> = new Set(['negative_feedback', 'skip', 'return_to_results']);

interface Scope {
  readonly state: StateReader;
  readonly tx: Transaction;
  readonly services: Services;
}

/** Learns from interactions one after the other, and stages what it learned from all of them. */
export interface Learner {
  learn(interaction: InteractionRecord): void;
  save(): void;
}

export function createLearner({ state, tx, services }: Scope): Learner {
  const changed = new Map<string, FusionWeightsRecord>();
  const now = isoTime(services.clock.now());

  const recordOf = (
    interaction: InteractionRecord,
    retrieverId: string,
    userId: string | null,
  ): FusionWeightsRecord => {
    const id = weightsId(retrieverId, userId);
    const known = changed.get(id) ?? state.get('fusionWeights', id);
    const place = { namespace_id: interaction.namespace_id, retriever_id: retrieverId, user_id: userId };
    return known ?? { id, ...place, features: {}, interactions: 0, updated_at: now };
  };

  return {
    learn(interaction) {
      const trace = interaction.execution_id === null ? undefined : state.get('fusionTraces', interaction.execution_id);
      const retrieverId = trace?.retriever_id ?? interaction.retriever_id;
      if (retrieverId === null || state.get('fusionSettings', retrieverId)?.enabled !== true) return;
      const stage = learnedStageOf(state.get('retrievers', retrieverId)?.definition ?? {});
      const shares = sharesOf(interaction, trace);
      if (stage === undefined || shares === undefined) return;
      const { rewardSignal } = readLearningConfig(stage.learningConfig);
      const outcome = outcomeOf(interaction, rewardSignal);
      if (outcome === undefined) return;
      const userId = interaction.user_id ?? trace?.user_id ?? null;
      for (const user of userId === null ? [null] : [userId, null]) {
        const record = recordOf(interaction, retrieverId, user);
        changed.set(record.id, {
          ...record,
          features: count(record.features, { features: stage.features, shares, outcome }),
          interactions: record.interactions + 1,
          updated_at: now,
        });
      }
    },
    save() {
      for (const record of changed.values()) {
        tx.put('fusionWeights', record);
        if (record.user_id !== null) continue;
        const { namespace_id: namespaceId, retriever_id: retrieverId, interactions } = record;
        addActivity(
          { state, tx, services },
          { namespaceId, retrieverId, type: 'weights_updated', details: { interactions } },
        );
      }
    },
  };
}

function outcomeOf({ interaction_type: types }: InteractionRecord, reward: string): 'success' | 'failure' | undefined {
  if (types.includes(reward)) return 'success';
  return types.some((type) => FAILURES.has(type)) ? 'failure' : undefined;
}

/** What the document is owed to: by the execution that found it, else by the feature that the interaction names. */
function sharesOf(
  { feature_id: document, feature_uri: uri }: InteractionRecord,
  trace: FusionTraceRecord | undefined,
): Readonly<Record<string, number>> | undefined {
  return trace?.shares[document] ?? (uri === null ? undefined : { [uri]: 1 });
}

/** A success is one for each feature by its share, and a failure by the rest; a failure counts by the share alone. */
function count(
  counts: Readonly<Record<string, FeatureCounts>>,
  {
    features,
    shares,
    outcome,
  }: { features: readonly string[]; shares: Readonly<Record<string, number>>; outcome: 'success' | 'failure' },
): Record<string, FeatureCounts> {
  const next: Record<string, FeatureCounts> = { ...counts };
  for (const feature of features) {
    const { successes, failures, samples } = counts[feature] ?? { successes: 0, failures: 0, samples: 0 };
    const share = shares[feature] ?? 0;
    const [won, lost] = outcome === 'success' ? [share, 1 - share] : [0, share];
    next[feature] = { successes: successes + won, failures: failures + lost, samples: samples + 1 };
  }
  return next;
}
