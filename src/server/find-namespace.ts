import type { Operation } from '../operation.js';
import type { StateReader } from './context.js';
import type { Incoming } from './exchange.js';
import { badRequest, notFound } from './problem.js';
import type { NamespaceRecord } from './records.js';

/** The namespace a request names, by id or name: in the path where there is one, else `X-Namespace`, else `?namespace=`. */
export function findNamespace(
  operation: Operation,
  request: { path: Readonly<Record<string, string>>; incoming: Incoming; state: StateReader },
): NamespaceRecord | undefined {
  if (operation.namespace === undefined) return undefined;
  const { path, incoming, state } = request;
  const named =
    path['namespace_id'] ?? incoming.headers['x-namespace'] ?? incoming.url.searchParams.get('namespace') ?? '';
  if (named === '') {
    throw badRequest(
      'namespace_required',
      `${operation.id} needs a namespace. Send its id or name in the header X-Namespace or as ?namespace=.`,
    );
  }
  const namespace = state.findNamespace(named);
  if (namespace === undefined) throw notFound('namespace', named);
  return namespace;
}
