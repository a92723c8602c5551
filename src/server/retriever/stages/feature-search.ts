import { fuse, type CompiledFilter, type Hit } from '../../engine/index.js';
import { badRequest } from '../../problem.js';
import { checkFeatureSearch } from '../feature-search/check.js';
import { countFacets } from '../feature-search/facets.js';
import { keepBestPerGroup } from '../feature-search/group-by.js';
import type { FeatureSearchParameters } from '../feature-search/parameters.js';
import { collectionFilter, searchFeature, searchWords, type SearchedList } from '../feature-search/searches.js';
import { weighLists } from '../feature-search/weigh-lists.js';
import { joinFilters } from '../filters.js';
import { createRankedDocument, type RankedDocument } from '../ranked-document.js';
import { defineStage, type StageContext } from './stage.js';

export const featureSearch = defineStage<FeatureSearchParameters>({
  id: 'feature_search',
  category: 'filter',
  description: 'Finds documents by vectors, words and filters, and fuses the findings.',
  icon: 'search',
  schema: 'StageParamsFeatureSearch',
  finds: true,
  filterParameters: ['filters'],
  check: checkFeatureSearch,
  estimate(inputCount, parameters, { index, preFilter }) {
    const most = parameters.group_by?.limit ?? parameters.final_top_k;
    const passing = preFilter === undefined ? inputCount : index.select(preFilter).length;
    return Math.min(most, passing);
  },
  async run(documents, parameters, context) {
    const filter = joinFilters([
      context.preFilter,
      context.isFirst ? undefined : among(documents),
      collectionFilter(parameters.collection_identifiers, context, context.path),
    ]);
    const lists = await search(parameters, { context, filter });
    const ranked = rank(parameters, { lists, context, filter });
    const { facets, searches } = parameters;
    return {
      documents: carryOver(documents, ranked),
      ...(facets === undefined || facets === null
        ? {}
        : { facets: countFacets(facets, { index: context.index, filter }) }),
      warnings: (searches ?? []).flatMap((one) => (one.filters ? context.warnUnindexed(one.filters) : [])),
      searched: [...new Set((lists ?? []).flatMap((list) => list.index ?? []))],
    };
  },
});

interface Search {
  readonly context: StageContext;
  readonly filter: CompiledFilter | undefined;
}

/** What each search found; `undefined` when only filters were asked for. */
async function search(
  parameters: FeatureSearchParameters,
  { context, filter }: Search,
): Promise<SearchedList[] | undefined> {
  const { path } = context;
  const searches = parameters.searches ?? [];
  const lexical = parameters.lexical ?? null;
  if (searches.length === 0 && lexical === null) return undefined;
  const lists: SearchedList[] = [];
  for (const [position, one] of searches.entries()) {
    const list = await searchFeature(one, { context, filter, path: `${path}.searches[${position}]` });
    if (list !== undefined) lists.push(list);
  }
  if (lexical !== null) lists.push(searchWords(lexical, { context, filter, path: `${path}.lexical` }));
  if (lists.length === 0) {
    throw badRequest(
      'empty_query',
      `${path}.searches: every search was skipped, since all queries are empty. Give at least one.`,
      { path },
    );
  }
  return lists;
}

function rank(
  parameters: FeatureSearchParameters,
  { lists, context, filter }: Search & { lists: SearchedList[] | undefined },
): RankedDocument[] {
  const { group_by: groupBy, final_top_k: topK, fusion } = parameters;
  const isGrouped = groupBy !== undefined && groupBy !== null;
  const { learnedFusion: learned } = context;
  const isLearned = fusion === 'learned' && learned !== undefined;
  // Without weights of its own, a learned fusion is an ordinary one.
  const method = isLearned ? 'weighted' : fusion === 'learned' ? 'rrf' : (fusion ?? 'rrf');
  const learningConfig = parameters.learning_config ?? null;
  const weighed = lists !== undefined && isLearned ? weighLists(lists, { learned, learningConfig }) : lists;
  const hits =
    weighed === undefined ? allMatching({ context, filter }) : fuse(weighed, isGrouped ? { method } : { method, topK });
  const scores = featureScores(lists ?? []);
  if (isGrouped) return keepBestPerGroup(load(hits, { context, scores }), groupBy);
  return [...load(hits.slice(0, topK), { context, scores })];
}

/** By id: nothing ranks them. */
function allMatching({ context, filter }: Search): Hit[] {
  return context.index.select(filter).map((id) => ({ id, score: 0 }));
}

/** Payloads are read as documents are asked for: most hits of a grouped search never are. */
function* load(
  hits: readonly Hit[],
  { context, scores }: { context: StageContext; scores: ReadonlyMap<string, Record<string, number>> },
): Generator<RankedDocument> {
  for (const { id, score } of hits) {
    const payload = context.index.payload(id);
    if (payload !== undefined) yield createRankedDocument(id, { score, payload, featureScores: scores.get(id) ?? {} });
  }
}

/** Per document, the best score in each index that found it. */
function featureScores(lists: readonly SearchedList[]): Map<string, Record<string, number>> {
  const scores = new Map<string, Record<string, number>>();
  for (const { hits, index } of lists) {
    if (index === undefined) continue;
    for (const { id, score } of hits) {
      const known = scores.get(id);
      if (known === undefined) scores.set(id, { [index]: score });
      else known[index] = Math.max(known[index] ?? -Infinity, score);
    }
  }
  return scores;
}

/** Set membership: an `in` filter would compare every document with every id. */
function among(documents: readonly RankedDocument[]): CompiledFilter {
  const ids = new Set(documents.map((document) => document.id));
  return {
    matches: (subject) => ids.has(subject.id),
    narrow: (indexes) => indexes.of('document_id')?.equal([...ids], 'verbatim'),
  };
}

/** What earlier stages computed stays on the documents. */
function carryOver(earlier: readonly RankedDocument[], found: readonly RankedDocument[]): RankedDocument[] {
  const byId = new Map(earlier.map((document) => [document.id, document]));
  return found.map((document) => ({
    ...document,
    computed: byId.get(document.id)?.computed ?? {},
    featureScores: { ...byId.get(document.id)?.featureScores, ...document.featureScores },
  }));
}
