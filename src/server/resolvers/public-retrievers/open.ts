import type { RequestContext } from '../../context.js';
import { inNamespace } from '../../in-namespace.js';
import { notFound } from '../../problem.js';
import type { PublicationRecord, RetrieverRecord } from '../../records.js';

/** A public retriever that answers. */
export interface OpenRetriever {
  readonly publication: PublicationRecord;
  readonly retriever: RetrieverRecord;
  /** The request in the retriever's namespace, which it does not name itself. */
  readonly context: RequestContext;
}

/** The public retriever of the path. Throws the 404 for one that is inactive, too: nobody is to know of it. */
export function openRetriever(context: RequestContext): OpenRetriever {
  const { state, path } = context;
  const name = path['public_name'] ?? '';
  const [id] = state.ids('publications', (one) => one.public_name === name && one.is_active);
  const publication = id === undefined ? undefined : state.get('publications', id);
  const retriever = publication && state.get('retrievers', publication.retriever_id);
  const namespace = publication && state.get('namespaces', publication.namespace_id);
  if (publication === undefined || retriever === undefined || namespace === undefined) {
    throw notFound('public_retriever', name);
  }
  return { publication, retriever, context: inNamespace(context, namespace) };
}
