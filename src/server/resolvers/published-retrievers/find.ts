import type { RequestContext, StateReader } from '../../context.js';
import { Problem } from '../../problem.js';
import type { PublicationRecord, RetrieverRecord } from '../../records.js';
import { findRetriever } from '../retrievers/find.js';

export function publicationOf(state: StateReader, retrieverId: string): PublicationRecord | undefined {
  const [id] = state.ids('publications', (publication) => publication.retriever_id === retrieverId);
  return id === undefined ? undefined : state.get('publications', id);
}

/** The publication of the path's retriever. Throws the 404 when it has none. */
export function findPublication(context: RequestContext): {
  retriever: RetrieverRecord;
  publication: PublicationRecord;
} {
  const retriever = findRetriever(context);
  const publication = publicationOf(context.state, retriever.id);
  if (publication === undefined) {
    throw new Problem({
      status: 404,
      code: 'retriever_not_published',
      message: `The retriever "${retriever.retriever_name}" (${retriever.id}) is not published. Publish it first: POST /v1/retrievers/${retriever.id}/publish.`,
      details: { resource: 'published_retriever', id: retriever.id },
    });
  }
  return { retriever, publication };
}
