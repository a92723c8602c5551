import type { RequestContext, ResolverResult } from '../../context.js';
import { detectIntent } from '../../agents/intent.js';
import { suitableCollections } from '../../agents/suitable-collections.js';
import { lookAround } from '../../agents/world.js';
import { textOf } from '../../json-object.js';

export function detect(context: RequestContext): ResolverResult {
  const request = textOf(context.body, 'user_request');
  const world = lookAround(context);
  const looks = context.body['include_collection_analysis'] !== false;
  const suitable = looks ? suitableCollections(request, world) : [];
  return { body: { ...detectIntent(request, world), suitable_collections: suitable } };
}
