import type { RequestContext, StateReader } from '../../context.js';
import { findRecord, refuseTakenName as refuseTaken } from '../../find-record.js';
import type { RetrieverRecord } from '../../records.js';

const nameOf = ({ retriever_name: name }: Readonly<RetrieverRecord>): string => name;

export function retrieversOf(namespaceId: string, state: StateReader): RetrieverRecord[] {
  return state.list('retrievers').filter((retriever) => retriever.namespace_id === namespaceId);
}

/** The retriever of the path, by id or, within the namespace, by name. */
export const findRetriever = (context: RequestContext): RetrieverRecord =>
  findRecord(context, 'retrievers', { idOrName: context.path['retriever_id'] ?? '', nameOf, resource: 'retriever' });

export const refuseTakenName = (name: string, context: RequestContext, own?: RetrieverRecord): void =>
  refuseTaken(context, 'retrievers', {
    name,
    nameOf,
    resource: 'retriever',
    ...(own === undefined ? {} : { ownId: own.id }),
  });
