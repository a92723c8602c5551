import type { StateReader } from '../context.js';

/** The collections of a namespace that an extractor makes the documents of. */
export function collectionsWith(
  _state: StateReader,
  _namespaceId: string,
  _extractor: { readonly name: string; readonly version: string },
): { id: string; name: string }[] {
  return [];
}
