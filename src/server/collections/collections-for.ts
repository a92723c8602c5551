import type { RequestContext } from '../context.js';
import type { Collections } from '../retriever/collections.js';
import { collectionIdOf, collectionNameOf, collectionsOf } from './find-collection.js';

/** The collections of the request's namespace, for searches. */
export const collectionsFor = ({ state, namespace }: Pick<RequestContext, 'state' | 'namespace'>): Collections => ({
  idOf: (idOrName) => collectionIdOf({ state, namespace }, idOrName),
  names: () => collectionsOf(state, namespace.id).map(collectionNameOf),
});
