import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import { checkQuota } from '../../quota.js';
import type { RetrieverRecord } from '../../records.js';
import { collectionsFor } from '../../collections/collections-for.js';
import { compileRetriever } from '../../retriever/compile.js';
import { toDefinition } from './definition.js';
import { findRetriever, refuseTakenName } from './find.js';
import { refuseOtherFields } from './known-fields.js';
import { toRetrieverEnvelope, toRetrieverView } from './view.js';

export function createRetriever(context: RequestContext): ResolverResult {
  refuseOtherFields(context.body, 'create');
  return { body: toRetrieverEnvelope(storeRetriever(context.body, context), { isPublished: false }) };
}

/** Fields of the request replace those of the source; null leaves the source's. */
export function cloneRetriever(context: RequestContext): ResolverResult {
  refuseOtherFields(context.body, 'create');
  const source = findRetriever(context);
  const changes = Object.entries(context.body).filter(([, value]) => value !== null);
  const copy = storeRetriever({ ...source.definition, version: 1, ...Object.fromEntries(changes) }, context);
  return {
    status: 201,
    body: { retriever: toRetrieverView(copy, { isPublished: false }), source_retriever_id: source.id },
  };
}

/** Keeps a new retriever; refuses a taken name, one too many for the tier, and stages that do not work. */
export function storeRetriever(definition: JsonObject, context: RequestContext): RetrieverRecord {
  const { namespace, services, tx } = context;
  const name = textOf(definition, 'retriever_name');
  refuseTakenName(name, context);
  checkQuota(context, 'retrievers');
  compileRetriever(toDefinition(definition), { namespace, collections: collectionsFor(context) });
  const now = isoTime(services.clock.now());
  const record: RetrieverRecord = {
    id: services.id('ret'),
    namespace_id: namespace.id,
    retriever_name: name,
    definition,
    created_at: now,
    updated_at: now,
  };
  tx.put('retrievers', record);
  return record;
}
