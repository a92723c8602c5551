import type { JsonObject } from '../../../internal/json.js';
import { badRequest } from '../../problem.js';
import { requireCollections } from '../collections.js';
import { checkFilter } from '../filters.js';
import { refuseChoice } from '../parameter-problem.js';
import type { CheckContext } from '../stages/stage.js';
import { requireVectorIndex } from '../stages/vector-index-name.js';
import { isTemplate } from '../templates.js';
import type { FeatureSearchParameters, Search } from './parameters.js';
import { checkQueryVector } from './query-vector.js';

/** Refuses what can never work in this namespace: at creation, and again at execution when templates are filled in. */
export function checkFeatureSearch(parameters: FeatureSearchParameters, context: CheckContext): void {
  const { searches, lexical, fusion, group_by: groupBy } = parameters;
  const { path } = context;
  if ((searches ?? []).length === 0 && (lexical ?? null) === null && context.preFilters === null) {
    throw badRequest(
      'nothing_to_search',
      `${path}: give searches, lexical, or pre_filters of the stage. "pre_filters": {} lists every document.`,
      { path },
    );
  }
  if (fusion !== 'learned' && (parameters.learning_config ?? null) !== null) {
    throw badRequest(
      'learning_config_without_learned_fusion',
      `${path}.learning_config: it is for fusion "learned", and this one is "${fusion ?? 'rrf'}". Set fusion to "learned", or leave learning_config out.`,
      { path: `${path}.learning_config` },
    );
  }
  refusePreprocessing(parameters.query_preprocessing, path);
  checkCollections(parameters.collection_identifiers, context, `${path}.collection_identifiers`);
  if (groupBy !== undefined && groupBy !== null && !isTemplate(groupBy)) {
    refuseChoice(groupBy.output_mode, { path: `${path}.group_by.output_mode`, allowed: ['all', 'first'] });
  }
  // A template may stand for the whole list.
  if (Array.isArray(searches)) {
    searches.forEach((search, position) => checkSearch(search, { ...context, path: `${path}.searches[${position}]` }));
  }
}

function checkSearch(search: Search, context: CheckContext): void {
  const { path, namespace } = context;
  if (isTemplate(search)) return;
  refusePreprocessing(search.query_preprocessing, path);
  checkCollections(search.collection_identifiers, context, `${path}.collection_identifiers`);
  if (search.filters !== undefined && search.filters !== null && !isTemplate(search.filters)) {
    checkFilter(search.filters, `${path}.filters`);
  }
  if (isTemplate(search.feature_uri)) return;
  const index = requireVectorIndex(search.feature_uri, { namespace, path: `${path}.feature_uri` });
  const { query } = search;
  if (isTemplate(query)) return;
  if (query.input_mode === 'document') {
    const collection = query.document_ref.collection_id ?? '';
    checkCollections(collection === '' ? [] : [collection], context, `${path}.query.document_ref.collection_id`);
  }
  // An empty vector is a matter of on_empty.
  if (query.input_mode === 'vector' && Array.isArray(query.value) && query.value.length > 0) {
    checkQueryVector(query.value, { index, path: `${path}.query.value` });
  }
}

/** A template may stand for the list, or for one of it. */
function checkCollections(identifiers: unknown, { namespace, collections }: CheckContext, path: string): void {
  if (!Array.isArray(identifiers)) return;
  const given = identifiers.filter((one): one is string => typeof one === 'string' && !isTemplate(one));
  requireCollections(given, { namespace, collections, path });
}

function refusePreprocessing(preprocessing: JsonObject | null | undefined, path: string): void {
  if (preprocessing === undefined || preprocessing === null) return;
  throw badRequest(
    'query_preprocessing_not_available',
    `${path}.query_preprocessing: this server does not cut queries into parts. Leave it out, or send several vectors.`,
    { path: `${path}.query_preprocessing` },
  );
}
