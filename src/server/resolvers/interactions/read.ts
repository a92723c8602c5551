import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { listRecords } from '../../list-records.js';
import { notFound } from '../../problem.js';
import type { InteractionRecord } from '../../records.js';

const EQUAL_FIELDS = ['execution_id', 'retriever_id', 'session_id', 'user_id', 'feature_id'] as const;

export function listInteractions({ state, namespace, body, query }: RequestContext): ResolverResult {
  const type = body['interaction_type'];
  const wanted = state
    .list('interactions')
    .filter(
      (interaction) =>
        interaction.namespace_id === namespace.id &&
        EQUAL_FIELDS.every((name) => typeof body[name] !== 'string' || interaction[name] === body[name]) &&
        (typeof type !== 'string' || interaction.interaction_type.includes(type)),
    )
    // The order of creation is that of the reports, and what is reported later may have happened before.
    .sort((a, b) => (a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : 0));
  const { results, pagination } = listRecords(wanted, {
    body,
    query,
    view: toInteractionView,
    searchFields: ['feature_id', 'user_id', 'session_id', 'execution_id'],
    cursorQuery: [namespace.id, type ?? null, ...EQUAL_FIELDS.map((name) => body[name] ?? null)],
  });
  return { body: { results, pagination } };
}

export function getInteraction({ state, namespace, path }: RequestContext): ResolverResult {
  const id = path['interaction_id'] ?? '';
  const interaction = state.get('interactions', id);
  if (interaction?.namespace_id !== namespace.id) throw notFound('interaction', id);
  return { body: toInteractionView(interaction) };
}

export function deleteInteraction({ state, namespace, path, tx }: RequestContext): ResolverResult {
  const id = path['interaction_id'] ?? '';
  if (state.get('interactions', id)?.namespace_id === namespace.id) tx.delete('interactions', id);
  return { body: { message: `Interaction ${id} is deleted.`, success: true } };
}

export function toInteractionView(record: InteractionRecord): JsonObject {
  const { id, namespace_id: _namespace, created_at: timestamp, ...fields } = record;
  return { interaction_id: id, ...fields, timestamp };
}
