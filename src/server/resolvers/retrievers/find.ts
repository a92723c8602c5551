import type { RequestContext, StateReader } from '../../context.js';
import { conflict, notFound } from '../../problem.js';
import type { RetrieverRecord } from '../../records.js';

export function retrieversOf(namespaceId: string, state: StateReader): RetrieverRecord[] {
  return state.list('retrievers').filter((retriever) => retriever.namespace_id === namespaceId);
}

/** The retriever of the path, by id or, within the namespace, by name. */
export function findRetriever({ path, namespace, state }: RequestContext): RetrieverRecord {
  const named = path['retriever_id'] ?? '';
  const byId = state.get('retrievers', named);
  if (byId?.namespace_id === namespace.id) return byId;
  const byName = retrieversOf(namespace.id, state).find((retriever) => retriever.retriever_name === named);
  if (byName === undefined) throw notFound('retriever', named);
  return byName;
}

export function refuseTakenName(name: string, { namespace, state }: RequestContext, own?: RetrieverRecord): void {
  const other = retrieversOf(namespace.id, state).find((retriever) => retriever.retriever_name === name);
  if (other === undefined || other.id === own?.id) return;
  throw conflict(
    'retriever_name_taken',
    `Namespace "${namespace.namespace_name}" already has a retriever named "${name}" (${other.id}). Choose another name, or delete that one.`,
    { retriever_name: name, retriever_id: other.id },
  );
}
