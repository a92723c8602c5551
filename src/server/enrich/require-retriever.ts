import { idOf } from '../find-record.js';
import { Problem } from '../problem.js';
import type { RetrieverRecord } from '../records.js';
import type { CollectionScope } from './collection-scope.js';

/** A retriever that a request refers to, by id or name. Throws the 404 that names the field. */
export function requireRetriever(
  idOrName: string,
  { scope, field }: { scope: CollectionScope; field: string },
): RetrieverRecord {
  const id = idOf(scope, 'retrievers', { idOrName, nameOf: ({ retriever_name: name }) => name });
  const found = id === undefined ? undefined : scope.state.get('retrievers', id);
  if (found !== undefined) return found;
  throw new Problem({
    status: 404,
    code: 'retriever_not_found',
    message: `${field}: namespace "${scope.namespace.namespace_name}" has no retriever with the id or name "${idOrName}".`,
    details: { resource: 'retriever', id: idOrName, path: field },
  });
}
