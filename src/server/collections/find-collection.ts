import type { StateReader } from '../context.js';
import { findRecord, idOf } from '../find-record.js';
import { Problem } from '../problem.js';
import type { CollectionRecord, NamespaceRecord } from '../records.js';

interface Scope {
  readonly state: StateReader;
  readonly namespace: NamespaceRecord;
}

export const collectionNameOf = ({ collection_name: name }: Readonly<CollectionRecord>): string => name;

/** The collection of the path, by id or name. */
export const findCollection = (scope: Scope & { readonly path: Readonly<Record<string, string>> }): CollectionRecord =>
  findRecord(scope, 'collections', {
    idOrName: scope.path['collection_id'] ?? '',
    nameOf: collectionNameOf,
    resource: 'collection',
  });

export const collectionIdOf = (scope: Scope, idOrName: string): string | undefined =>
  idOf(scope, 'collections', { idOrName, nameOf: collectionNameOf });

/** Id of a collection that a field of the request names. Throws the 404 naming the field. */
export function requireCollectionId(scope: Scope, idOrName: string, path: string): string {
  const id = collectionIdOf(scope, idOrName);
  if (id === undefined) throw missingReference(scope.namespace, { resource: 'collection', id: idOrName, path });
  return id;
}

/** The 404 for something that a field of the request names and that is not there. */
export function missingReference(
  { namespace_name: namespace }: NamespaceRecord,
  { resource, id, path }: { resource: string; id: string; path: string },
): Problem {
  return new Problem({
    status: 404,
    code: `${resource}_not_found`,
    message: `${path}: namespace "${namespace}" has no ${resource} "${id}".`,
    details: { resource, id, path },
  });
}

/** The collections of a namespace, in order of creation. */
export function collectionsOf(state: StateReader, namespaceId: string): CollectionRecord[] {
  return state
    .ids('collections', ({ namespace_id: id }) => id === namespaceId)
    .flatMap((id) => state.get('collections', id) ?? []);
}
