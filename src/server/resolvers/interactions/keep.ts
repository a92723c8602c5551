import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext } from '../../context.js';
import { createLearner } from '../../learned-fusion/learner.js';
import { Problem } from '../../problem.js';
import type { InteractionRecord } from '../../records.js';
import { toInteraction } from './record.js';

export interface KeptInteractions {
  readonly records: InteractionRecord[];
  readonly errors: { index: number; message: string }[];
}

/** Keeps what can be kept of several interactions, and learns from it. */
export function keepInteractions(given: readonly JsonObject[], context: RequestContext): KeptInteractions {
  const kept: KeptInteractions = { records: [], errors: [] };
  for (const [index, interaction] of given.entries()) {
    try {
      kept.records.push(toInteraction(interaction, context));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      kept.errors.push({ index, message: error.message });
    }
  }
  store(kept.records, context);
  return kept;
}

export function keepInteraction(given: JsonObject, context: RequestContext): InteractionRecord {
  const record = toInteraction(given, context);
  store([record], context);
  return record;
}

function store(records: readonly InteractionRecord[], context: RequestContext): void {
  const { tx, services, caller, operation } = context;
  const learner = createLearner(context);
  for (const record of records) {
    tx.put('interactions', record);
    learner.learn(record);
    const {
      namespace_id: namespaceId,
      retriever_id: retrieverId,
      interaction_type: types,
      execution_id: execution,
    } = record;
    services.meter.record({
      at: services.clock.now(),
      kind: 'interaction',
      operation: operation.id,
      namespaceId,
      keyId: caller.keyId,
      subject: retrieverId === null ? null : { type: 'retriever', id: retrieverId },
      attributes: { interaction_type: types, position: record.position, execution_id: execution },
    });
  }
  learner.save();
}
