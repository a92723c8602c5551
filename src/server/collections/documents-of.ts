import type { CompiledFilter, NamespaceIndex } from '../engine/index.js';

/** What keeps a search to these collections. */
export function inCollections(collectionIds: readonly string[]): CompiledFilter {
  const ids = new Set<unknown>(collectionIds);
  return { matches: ({ payload }) => ids.has(payload['collection_id']), narrow: () => undefined };
}

/** Ids of the documents of a collection, in order of id. */
export const documentIdsOf = (index: NamespaceIndex, collectionId: string): string[] =>
  index.select(inCollections([collectionId]));

/** How many documents each collection has, in one walk over all of them. */
export function countByCollection(index: NamespaceIndex): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const id of index.ids()) {
    const collection = index.payload(id)?.['collection_id'];
    if (typeof collection === 'string') counts.set(collection, (counts.get(collection) ?? 0) + 1);
  }
  return counts;
}
