import type { RequestContext, ResolverResult } from '../../context.js';
import { inNamespace } from '../../in-namespace.js';
import { refuseWithoutPassword } from '../published-retrievers/password.js';
import { checkPublicKey } from './check-key.js';
import { takeRequest } from './limits.js';
import { openRetriever, type OpenRetriever } from './open.js';
import { displayed, serve } from './serve.js';

const MOST_RESULTS = 1000;

export function executePublic(request: RequestContext): Promise<ResolverResult> {
  const { publication, retriever, context } = admit(request);
  const { rate_limit_config: limits } = publication;
  if (limits['enabled'] !== false) {
    const subject = { type: 'publication', id: publication.id };
    takeRequest(limits, { kind: 'public_execution', subject }, context.services);
  }
  const most = limits['max_results_per_query'];
  return serve(context, {
    retriever,
    ...displayed(publication.display_config),
    withMetadata: publication.include_metadata,
    maxResults: typeof most === 'number' ? most : MOST_RESULTS,
  });
}

/** Lets a request with the right key and password in. What comes of it is on the account of that key. */
export function admit(request: RequestContext): OpenRetriever {
  const opened = openRetriever(request);
  const { publication, context } = opened;
  const keyId = checkPublicKey(context, publication);
  refuseWithoutPassword(context.headers['x-retriever-password'], publication.password_secret_name, context);
  return {
    ...opened,
    context: inNamespace(context, context.namespace, { caller: { ...context.caller, keyId }, query: {} }),
  };
}
