import { Problem } from '../problem.js';
import type { NamespaceRecord } from '../records.js';

/** The collections of a namespace, as searches know them. */
export interface Collections {
  /** By id, else by name. */
  idOf(idOrName: string): string | undefined;
  /** All names, in order of creation. */
  names(): readonly string[];
}

/** Ids of the collections that a search names; each must exist: none is passed over. */
export function requireCollections(
  identifiers: readonly string[] | null | undefined,
  { namespace, collections, path }: { namespace: NamespaceRecord; collections: Collections; path: string },
): string[] {
  return (identifiers ?? []).map((identifier) => {
    const id = collections.idOf(identifier);
    if (id !== undefined) return id;
    const names = collections.names();
    const known = names.length === 0 ? 'it has no collections at all' : `it has ${names.slice(0, 10).join(', ')}`;
    throw new Problem({
      status: 404,
      code: 'collection_not_found',
      message: `${path}: namespace "${namespace.namespace_name}" has no collection "${identifier}"; ${known}. Leave the list empty to search the whole namespace.`,
      details: { resource: 'collection', id: identifier, path },
    });
  });
}
