import type { StateReader } from '../context.js';

/** The collections of a namespace that an extractor makes the documents of. */
export function collectionsWith(
  state: StateReader,
  namespaceId: string,
  extractor: { readonly name: string; readonly version: string },
): { id: string; name: string }[] {
  return state
    .list('collections')
    .filter(
      ({ namespace_id: id, feature_extractor: own }) =>
        id === namespaceId && own.feature_extractor_name === extractor.name && own.version === extractor.version,
    )
    .map(({ id, collection_name: name }) => ({ id, name }));
}
