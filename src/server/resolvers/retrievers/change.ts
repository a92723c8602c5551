import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import type { RetrieverRecord } from '../../records.js';
import { publicationOf } from '../published-retrievers/find.js';
import { removeSurroundings } from '../published-retrievers/remove.js';
import { executionsOf } from './execution-records.js';
import { findRetriever, refuseTakenName } from './find.js';
import { refuseOtherFields } from './known-fields.js';
import { toRetrieverEnvelope } from './view.js';

/** Fields that null empties; null leaves the others as they are. */
const NULLABLE: ReadonlySet<string> = new Set(['description', 'display_config', 'marketplace_listing_id']);

export function updateRetriever(context: RequestContext): ResolverResult {
  refuseOtherFields(context.body, 'update');
  const record = findRetriever(context);
  const changes: JsonObject = Object.fromEntries(
    Object.entries(context.body).filter(([name, value]) => value !== null || NULLABLE.has(name)),
  );
  const name = typeof changes['retriever_name'] === 'string' ? changes['retriever_name'] : record.retriever_name;
  refuseTakenName(name, context, record);
  const version = typeof record.definition['version'] === 'number' ? record.definition['version'] : 1;
  const changed: RetrieverRecord = {
    ...record,
    retriever_name: name,
    definition: { ...record.definition, ...changes, version: version + 1 },
    updated_at: isoTime(context.services.clock.now()),
  };
  context.tx.put('retrievers', changed);
  const isPublished = publicationOf(context.state, changed.id) !== undefined;
  return { body: toRetrieverEnvelope(changed, { isPublished }) };
}

export function deleteRetriever(context: RequestContext): ResolverResult {
  const retriever = findRetriever(context);
  removeRetriever(retriever, context);
  return { body: { message: `Retriever "${retriever.retriever_name}" (${retriever.id}) is deleted.`, success: true } };
}

/** With its executions, and whatever is about it alone. */
export function removeRetriever({ id }: RetrieverRecord, context: RequestContext): void {
  for (const execution of executionsOf(context, id)) context.tx.delete('executions', execution.id);
  removeSurroundings(id, context);
  context.tx.delete('retrievers', id);
}
