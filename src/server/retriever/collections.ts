import { Problem } from '../problem.js';
import type { NamespaceRecord } from '../records.js';

/** Collections that a search names must exist, and in this server no namespace has any: refused, never passed over. */
export function refuseCollections(
  identifiers: readonly string[] | null | undefined,
  { namespace, path }: { namespace: NamespaceRecord; path: string },
): void {
  const first = identifiers?.[0];
  if (first === undefined) return;
  throw new Problem({
    status: 404,
    code: 'collection_not_found',
    message: `${path}: namespace "${namespace.namespace_name}" has no collection "${first}"; it has no collections at all. Leave the list empty to search the whole namespace.`,
    details: { resource: 'collection', id: first, path },
  });
}
