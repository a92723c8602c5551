import { collectionsOf, findCollection } from '../../collections/find-collection.js';
import { documentIdsOf } from '../../collections/documents-of.js';
import { isUnderWay } from '../../collections/batch-status.js';
import type { JobContext, RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { conflict } from '../../problem.js';
import type { CollectionRecord } from '../../records.js';

export function deleteCollection(context: RequestContext): ResolverResult {
  const collection = findCollection(context);
  refuseInUse(collection, context);
  const documents = removeCollection(collection, context);
  publishEvent(context, {
    type: 'collection.deleted',
    namespaceId: collection.namespace_id,
    subject: { type: 'collection', id: collection.id },
    metadata: { collection_name: collection.collection_name, documents },
  });
  return { body: { message: 'Successfully deleted', success: true } };
}

/** The collection with its documents. Returns how many these were. */
export function removeCollection(
  { id, namespace_id: namespaceId }: CollectionRecord,
  { state, tx }: Pick<JobContext, 'state' | 'tx'>,
): number {
  const ids = documentIdsOf(state.documents(namespaceId).view('head'), id);
  tx.deleteDocuments(namespaceId, ids);
  for (const cold of state.ids('coldVectors', (record) => record.collection_id === id)) tx.delete('coldVectors', cold);
  tx.delete('collections', id);
  return ids.length;
}

function refuseInUse(
  { id, collection_name: name, namespace_id: namespaceId }: CollectionRecord,
  { state }: RequestContext,
): void {
  const readers = collectionsOf(state, namespaceId).filter(({ source }) => source.collection_ids.includes(id));
  const [reader] = readers;
  if (reader !== undefined) {
    throw conflict(
      'collection_in_use',
      `Collection "${name}" is the source of "${reader.collection_name}". Delete that one first, or give it another source.`,
      { collection_id: id, used_by: readers.map((one) => one.id) },
    );
  }
  const [batch] = state.ids(
    'batches',
    (one) => isUnderWay(one.status) && one.tiers.some(({ runs }) => runs.some((run) => run.collection_id === id)),
  );
  if (batch === undefined) return;
  throw conflict(
    'collection_in_use',
    `Collection "${name}" is being processed by batch ${batch}. Wait for it, or cancel it.`,
    {
      collection_id: id,
      batch_id: batch,
    },
  );
}
