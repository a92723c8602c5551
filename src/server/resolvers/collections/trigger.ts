import type { JsonValue } from '../../../internal/json.js';
import { collectionIdOf, findCollection, missingReference } from '../../collections/find-collection.js';
import { inCollections } from '../../collections/documents-of.js';
import { requireBucketId, rootBucketIds } from '../../collections/read-source.js';
import { newBatch, startBatch } from '../../collections/start-batch.js';
import { toObjectItem } from '../../collections/source-item.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { canRead } from '../../document-access.js';
import { allOf, compileFilter, type CompiledFilter } from '../../engine/index.js';
import { isJsonObject } from '../../json-object.js';
import { conflict, unprocessable } from '../../problem.js';
import type { BatchRecord, CollectionRecord } from '../../records.js';
import { namingPlace } from '../../retriever/engine-problem.js';

/** What a trigger works with: a request, or something that acts on its own. */
export type TriggerScope = Pick<RequestContext, 'body' | 'state' | 'tx' | 'services' | 'namespace' | 'caller'>;

/** A batch of all that the sources hold, started at once. */
export function triggerCollection(context: RequestContext): ResolverResult {
  const collection = findCollection(context);
  const { batch, task, sources } = startCollection(collection, context);
  const count = batch.object_ids.length + batch.source_document_ids.length;
  const isBuckets = collection.source.type === 'bucket';
  const tiers = batch.tiers.length;
  return {
    status: 202,
    body: {
      batch_id: batch.id,
      task_id: task.id,
      collection_id: collection.id,
      source_bucket_ids: isBuckets ? sources.from : null,
      source_collection_ids: isBuckets ? null : sources.from,
      object_count: isBuckets ? count : null,
      document_count: isBuckets ? null : count,
      total_tiers: tiers,
      message: `Processing ${count} ${isBuckets ? 'objects' : 'documents'} of ${sources.from.length} ${isBuckets ? 'buckets' : 'collections'} in ${tiers} ${tiers === 1 ? 'tier' : 'tiers'}.`,
    },
  };
}

/** Stages the batch. Throws 409 for a collection that is disabled or archived. */
export function startCollection(
  collection: CollectionRecord,
  context: TriggerScope,
): ReturnType<typeof startBatch> & { readonly sources: Sources } {
  refuseResting(collection);
  const sources =
    collection.source.type === 'bucket' ? readObjects(collection, context) : readDocuments(collection, context);
  const started = startBatch(newBatch(toBatch(collection, sources, context), context), {
    first: [collection],
    taskType: 'api_collections_trigger',
    context,
  });
  return { ...started, sources };
}

interface Sources {
  /** Buckets or collections that are read. */
  readonly from: string[];
  readonly ids: string[];
}

function refuseResting({ enabled, lifecycle_state: state, collection_name: name, id }: CollectionRecord): void {
  if (!enabled) {
    throw conflict('collection_disabled', `Collection "${name}" is disabled. Enable it first (PATCH enabled: true).`, {
      collection_id: id,
    });
  }
  if (state !== 'archived') return;
  throw conflict('collection_archived', `Collection "${name}" is archived. Make it active first (PATCH lifecycle).`, {
    collection_id: id,
    lifecycle_state: state,
  });
}

function readObjects(collection: CollectionRecord, context: TriggerScope): Sources {
  const { body, state } = context;
  refuseOther(body['include_collections'], 'include_collections', 'buckets');
  const chosen = listOf(body['include_buckets'])?.map((name, index) => {
    const path = `include_buckets[${index}]`;
    const id = requireBucketId(context, name, path);
    if (collection.source.bucket_ids.includes(id)) return id;
    throw missingReference(context.namespace, { resource: 'bucket', id: name, path });
  });
  const from = chosen ?? collection.source.bucket_ids;
  const filter = filterOf(collection, context);
  const ids = state
    .ids('objects', ({ bucket_id: bucket }) => from.includes(bucket))
    .filter((id) => {
      const object = filter === undefined ? undefined : state.get('objects', id);
      return object === undefined || filter?.matches({ id, payload: toObjectItem(object).fields }) !== false;
    });
  return { from, ids };
}

function readDocuments(collection: CollectionRecord, context: TriggerScope): Sources {
  const { body, state, namespace, caller } = context;
  refuseOther(body['include_buckets'], 'include_buckets', 'collections');
  const chosen = listOf(body['include_collections'])?.map((name, index) => {
    const id = collectionIdOf(context, name);
    if (id !== undefined && collection.source.collection_ids.includes(id)) return id;
    throw missingReference(namespace, { resource: 'collection', id: name, path: `include_collections[${index}]` });
  });
  const from = chosen ?? collection.source.collection_ids;
  const index = state.documents(namespace.id).view('head');
  const own = filterOf(collection, context);
  const filter = allOf([inCollections(from), ...(own === undefined ? [] : [own])]);
  return { from, ids: index.select(filter).filter((id) => canRead(index.payload(id) ?? {}, caller)) };
}

/** The collection's own conditions and those of the request. */
function filterOf({ source }: CollectionRecord, { body }: TriggerScope): CompiledFilter | undefined {
  const given = isJsonObject(body['source_filters']) ? body['source_filters'] : null;
  const parts = [source.filters, given].filter((part) => part !== null);
  return parts.length === 0 ? undefined : namingPlace('source_filters', () => compileFilter({ AND: parts }));
}

function toBatch(
  collection: CollectionRecord,
  { from, ids }: Sources,
  { state, caller, body }: TriggerScope,
): Parameters<typeof newBatch>[0] {
  const isBuckets = collection.source.type === 'bucket';
  const [bucket = ''] = isBuckets ? from : rootBucketIds(collection.source, state);
  const batch: Pick<BatchRecord, 'namespace_id' | 'bucket_id' | 'first_collection_ids' | 'principal_id'> = {
    namespace_id: collection.namespace_id,
    bucket_id: bucket,
    first_collection_ids: [collection.id],
    principal_id: caller.principalId,
  };
  return {
    ...batch,
    source_filters: isJsonObject(body['source_filters']) ? body['source_filters'] : null,
    ...(isBuckets ? { type: 'BUCKET', object_ids: ids } : { type: 'COLLECTION', source_document_ids: ids }),
  };
}

function refuseOther(value: JsonValue | undefined, field: string, sources: string): void {
  if (!Array.isArray(value)) return;
  const message = `the collection reads from ${sources}; leave it out`;
  throw unprocessable([{ type: 'source_type', location: ['body', field], message }]);
}

const listOf = (value: JsonValue | undefined): string[] | undefined =>
  Array.isArray(value) ? value.map(String) : undefined;
