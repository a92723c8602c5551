import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { textOf } from '../../json-object.js';
import { badRequest } from '../../problem.js';
import type { InteractionRecord } from '../../records.js';
import { stringsOf } from '../retrievers/definition.js';
import { findRetriever } from '../retrievers/find.js';
import { storeDataset, toDatasetView } from './datasets.js';

const DAY_MS = 86_400_000;

const POSITIVE = [
  'click',
  'long_view',
  'positive_feedback',
  'purchase',
  'add_to_cart',
  'wishlist',
  'share',
  'bookmark',
];

/** Makes a dataset of what people searched for with a retriever and chose. */
export function generateDataset(context: RequestContext): ResolverResult {
  const { body, state, services } = context;
  const retriever = findRetriever(context);
  const days = Number(body['lookback_days']);
  const least = Number(body['min_interactions']);
  const given = stringsOf(body['positive_interaction_types']);
  const types = given.length === 0 ? POSITIVE : given;
  const since = services.clock.now() - days * DAY_MS;
  const chosen = state
    .list('interactions')
    .filter(
      ({ retriever_id: id, interaction_type: own, created_at: at, query_snapshot: query }) =>
        id === retriever.id && query !== null && Date.parse(at) >= since && own.some((type) => types.includes(type)),
    );
  const queries = byQuery(chosen)
    .filter((interactions) => interactions.length >= least)
    .map((interactions, index) => toGroundTruth(interactions, index));
  if (queries.length === 0) {
    const found = `${chosen.length} of the kinds ${types.join(', ')}`;
    throw badRequest(
      'not_enough_interactions',
      `No query of the last ${days} days has ${least} positive interactions with "${retriever.retriever_name}"; there are ${found}. Ask for fewer, or look further back.`,
      { interactions: chosen.length, min_interactions: least, lookback_days: days },
    );
  }
  const record = storeDataset(context, {
    name: textOf(body, 'dataset_name'),
    description: `Made from interactions with ${retriever.retriever_name}.`,
    queries,
    metadata: { source: 'interactions', retriever_id: retriever.id, interactions: chosen.length },
  });
  return { body: toDatasetView(record) };
}

/** Interactions with results of the same inputs, in the order in which the inputs first came. */
function byQuery(interactions: readonly InteractionRecord[]): InteractionRecord[][] {
  const groups = new Map<string, InteractionRecord[]>();
  for (const interaction of interactions) {
    const key = JSON.stringify(interaction.query_snapshot);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [interaction]);
    else group.push(interaction);
  }
  return [...groups.values()];
}

function toGroundTruth(interactions: readonly InteractionRecord[], index: number): JsonObject {
  const counts = new Map<string, number>();
  for (const { feature_id: id } of interactions) counts.set(id, (counts.get(id) ?? 0) + 1);
  return {
    query_id: `q${index + 1}`,
    query_input: interactions[0]?.query_snapshot ?? {},
    relevant_documents: [...counts.keys()],
    relevance_scores: Object.fromEntries(counts),
  };
}
