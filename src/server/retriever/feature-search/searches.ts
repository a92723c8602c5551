import type { CompiledFilter, Hit, RankedList } from '../../engine/index.js';
import { badRequest } from '../../problem.js';
import { inCollections } from '../../collections/documents-of.js';
import { requireCollections } from '../collections.js';
import { toProblem } from '../engine-problem.js';
import { compileFilters, joinFilters } from '../filters.js';
import type { StageContext } from '../stages/stage.js';
import { requireVectorIndex } from '../stages/vector-index-name.js';
import type { LexicalSearch, Search } from './parameters.js';
import { resolveQuery } from './query.js';

export interface SearchedList extends RankedList {
  /** The vector index that was searched; none for keyword and random hits. */
  readonly index?: string;
  /** The feature as the search names it; none for a keyword search. */
  readonly feature?: string;
}

interface SearchPlace {
  readonly path: string;
  readonly context: StageContext;
  /** What every search of the stage has to keep to. */
  readonly filter: CompiledFilter | undefined;
}

/** One dense search; `undefined` when its query is empty and it says `skip`. */
export async function searchFeature(search: Search, place: SearchPlace): Promise<SearchedList | undefined> {
  const { context, path } = place;
  const index = requireVectorIndex(search.feature_uri, { namespace: context.namespace, path: `${path}.feature_uri` });
  const own = compileFilters([search.filters], { scope: context.scope, path: `${path}.filters` });
  const filter = joinFilters([place.filter, own, collectionFilter(search.collection_identifiers, context, path)]);
  const vector = await resolveQuery(search.query, { index, path: `${path}.query`, context });
  if (vector === undefined) return searchWithoutQuery(search, { ...place, filter });
  // The record already knows an index whose first documents a lagging reader does not see yet.
  const isVisible = context.index.vectorConfigs().some((config) => config.name === index.name);
  if (!isVisible) return { hits: [], weight: search.weight, index: index.name, feature: search.feature_uri };
  try {
    const minScore = search.min_score ?? undefined;
    const hits = context.index.searchVector({ index: index.name, vector, topK: search.top_k, filter, minScore });
    return { hits, weight: search.weight, index: index.name, feature: search.feature_uri };
  } catch (error) {
    throw toProblem(error, path);
  }
}

/** What keeps a search to the collections that it names. */
export function collectionFilter(
  identifiers: readonly string[] | null | undefined,
  { namespace, collections }: Pick<StageContext, 'namespace' | 'collections'>,
  path: string,
): CompiledFilter | undefined {
  const ids = requireCollections(identifiers, { namespace, collections, path: `${path}.collection_identifiers` });
  return ids.length === 0 ? undefined : inCollections(ids);
}

/** BM25 over every text index of the namespace. */
export function searchWords(lexical: LexicalSearch, place: SearchPlace): SearchedList {
  const { context, path, filter } = place;
  if (typeof lexical.query !== 'string' || lexical.query.trim() === '')
    throw emptyQuery(`${path}.query`, 'Leave lexical out to search without words.');
  const hasTextIndex = context.index.payloadIndexes().some((config) => config.type === 'text');
  if (!hasTextIndex) {
    throw badRequest(
      'text_index_missing',
      `${path}: namespace "${context.namespace.namespace_name}" has no text index for a keyword search. Add a payload index of type "text" to it, then call ensure-indexes.`,
      { path, namespace_id: context.namespace.id },
    );
  }
  const minScore = lexical.min_score ?? undefined;
  const hits = context.index.searchText({ query: lexical.query, topK: lexical.top_k, filter, minScore });
  return { hits, weight: lexical.weight };
}

function searchWithoutQuery(search: Search, place: SearchPlace): SearchedList | undefined {
  switch (search.on_empty ?? 'error') {
    case 'skip':
      return undefined;
    case 'random':
      return { hits: randomHits(search.top_k, place), weight: search.weight, feature: search.feature_uri };
    case 'error':
      throw emptyQuery(`${place.path}.query`, 'Set on_empty to "skip" or "random" to allow that.');
  }
}

function emptyQuery(path: string, advice: string): Error {
  return badRequest('empty_query', `${path}: the query is empty. ${advice}`, { path });
}

/** Arbitrary documents that pass the filter, all with score 0. */
function randomHits(count: number, { context, filter }: SearchPlace): Hit[] {
  const ids = context.index.select(filter);
  const chosen = Math.min(count, ids.length);
  for (let place = 0; place < chosen; place += 1) {
    const from = place + Math.floor(context.random() * (ids.length - place));
    [ids[place], ids[from]] = [ids[from] as string, ids[place] as string];
  }
  return ids.slice(0, chosen).map((id) => ({ id, score: 0 }));
}
