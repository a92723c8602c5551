import type { RequestContext, ResolverResult } from '../../context.js';
import { detectIntent } from '../../agents/intent.js';
import { suitableCollections } from '../../agents/suitable-collections.js';
import { lookAround } from '../../agents/world.js';
import { textOf } from '../../json-object.js';

export function detect({ body, namespace, state }: RequestContext): ResolverResult {
  const request = textOf(body, 'user_request');
  const intent = detectIntent(request, lookAround(namespace, state));
  const looks = body['include_collection_analysis'] !== false;
  return { body: { ...intent, suitable_collections: looks ? suitableCollections(request, namespace, state) : [] } };
}
