import type { Operation } from '../operation.js';
import type { Incoming } from './exchange.js';
import { badRequest, notFound } from './problem.js';
import type { NamespaceRecord } from './records.js';
import type { State } from './state.js';

/**
 * The namespace a request names, by id or name: in the path where there is one, else `X-Namespace`, else `?namespace=`.
 * The record itself, for whoever copies it before passing it on.
 */
export function findNamespace(
  operation: Operation,
  request: { path: Readonly<Record<string, string>>; incoming: Incoming; state: State },
): Readonly<NamespaceRecord> | undefined {
  if (operation.namespace === undefined) return undefined;
  const { path, incoming, state } = request;
  const named = path['namespace_id'] ?? incoming.headers['x-namespace'] ?? namedInQuery(incoming) ?? '';
  if (named === '') {
    throw badRequest(
      'namespace_required',
      `${operation.id} needs a namespace. Send its id or name in the header X-Namespace or as ?namespace=.`,
    );
  }
  const namespace = state.peekNamespace(named);
  if (namespace === undefined) throw notFound('namespace', named);
  return namespace;
}

function namedInQuery({ target: { search } }: Incoming): string | null {
  return search === '' ? null : new URLSearchParams(search).get('namespace');
}
