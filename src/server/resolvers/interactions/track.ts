import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { inNamespace } from '../../in-namespace.js';
import { objectsOf } from '../../json-object.js';
import type { PublicationRecord } from '../../records.js';
import { checkPublicKey } from '../public-retrievers/check-key.js';
import { openRetriever } from '../public-retrievers/open.js';
import { keepInteraction, keepInteractions } from './keep.js';

export function trackInteraction(request: RequestContext): ResolverResult {
  const { publication, context } = admit(request);
  const { id } = keepInteraction(toPrivate(context.body, publication, context), context);
  return { body: { interaction_id: id, success: true } };
}

export function trackInteractions(request: RequestContext): ResolverResult {
  const { publication, context } = admit(request);
  const given = objectsOf(context.body['interactions']).map((one) => toPrivate(one, publication, context));
  const { records, errors } = keepInteractions(given, context);
  return { body: { created: records.length, failed: errors.length, errors } };
}

/** Whoever may search may say what came of it; a password is asked for when searching. */
function admit(request: RequestContext): { publication: PublicationRecord; context: RequestContext } {
  const { publication, context } = openRetriever(request);
  const keyId = checkPublicKey(context, publication);
  return { publication, context: inNamespace(context, context.namespace, { caller: { ...context.caller, keyId } }) };
}

/** What visitors report is about this retriever, whatever they say. */
function toPrivate(given: JsonObject, publication: PublicationRecord, { headers, state }: RequestContext): JsonObject {
  const { document_id: document, execution_id: executionId, session_id: session, ...rest } = given;
  const {
    position,
    interaction_type: types,
    query_snapshot: query,
    document_score: score,
    result_set_size: size,
    metadata,
  } = rest;
  const execution = typeof executionId === 'string' ? state.get('executions', executionId) : undefined;
  const isForeign = execution !== undefined && execution.retriever_id !== publication.retriever_id;
  return {
    feature_id: document ?? '',
    interaction_type: types ?? [],
    position: position ?? 0,
    query_snapshot: query ?? null,
    document_score: score ?? null,
    result_set_size: size ?? null,
    metadata: metadata ?? null,
    execution_id: isForeign ? null : (executionId ?? null),
    session_id: session ?? headers['x-session-id'] ?? null,
    retriever_id: publication.retriever_id,
  };
}
