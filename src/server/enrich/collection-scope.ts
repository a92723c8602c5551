import type { StateReader } from '../context.js';
import { collectionIdOf } from '../collections/find-collection.js';
import { documentIdsOf } from '../collections/documents-of.js';
import { Problem } from '../problem.js';
import type { NamespaceRecord } from '../records.js';

/** Whatever reads the collections of a namespace. */
export interface CollectionScope {
  readonly state: StateReader;
  readonly namespace: NamespaceRecord;
}

export interface FoundCollection {
  readonly id: string;
  readonly name: string;
}

/** The payload field that says which collection a document belongs to. */
export const COLLECTION_FIELD = 'collection_id';

/**
 * A collection by id or name. In a standalone namespace nobody makes collections: there the documents that carry the
 * same `collection_id` are one.
 */
export function findCollection(idOrName: string, { state, namespace }: CollectionScope): FoundCollection | undefined {
  const record = state.get('collections', collectionIdOf({ state, namespace }, idOrName) ?? '');
  if (record !== undefined) return { id: record.id, name: record.collection_name };
  const [first] = documentIdsOf(state.documents(namespace.id).view('head'), idOrName);
  return first === undefined ? undefined : { id: idOrName, name: idOrName };
}

/** Throws the 404 that names the field of the request, or, without a field, the collection alone. */
export function requireCollection(
  idOrName: string,
  { scope, field }: { scope: CollectionScope; field: string | null },
): FoundCollection {
  const found = findCollection(idOrName, scope);
  if (found !== undefined) return found;
  const place = field === null ? '' : `${field}: `;
  throw new Problem({
    status: 404,
    code: 'collection_not_found',
    message: `${place}namespace "${scope.namespace.namespace_name}" has no collection with the id or name "${idOrName}", and no documents with that collection_id.`,
    details: { resource: 'collection', id: idOrName, ...(field === null ? {} : { path: field }) },
  });
}
