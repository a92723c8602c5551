import type { JsonObject, JsonValue } from '../../../internal/json.js';
import { directSourceOf, documentsBySource, lineageOf, withDescendants } from '../../collections/made-from.js';
import { requireCollectionId } from '../../collections/find-collection.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { canRead } from '../../document-access.js';
import { notFound } from '../../problem.js';
import type { ObjectRecord } from '../../records.js';
import { readViewOptions, toDocumentView } from '../documents/view.js';
import { collectionNode, groupByCollection, type MadeDocument } from './tree.js';

/** From the object to the document, and what was made from it. */
export function documentLineage(context: RequestContext, collectionId?: string): ResolverResult {
  const { namespace, state, path, view, caller } = context;
  const id = path['document_id'] ?? '';
  const index = state.documents(namespace.id).view(view);
  const payload = index.payload(id);
  const isThere = payload !== undefined && canRead(payload, caller);
  if (!isThere || (collectionId !== undefined && payload['collection_id'] !== collectionId))
    throw notFound('document', id);
  const lineage = lineageOf(payload);
  const ancestors = ancestorsOf(payload, context);
  const descendants = withDescendants([id], documentsBySource(index))
    .slice(1)
    .filter((one) => canRead(index.payload(one) ?? {}, caller))
    .map((one) => documentNode(one, context));
  return {
    body: {
      document_id: id,
      collection_id: payload['collection_id'] ?? null,
      root_object_id: lineage['root_object_id'] ?? null,
      root_bucket_id: lineage['root_bucket_id'] ?? null,
      path: lineage['path'] ?? null,
      depth: ancestors.length,
      ancestors,
      descendants,
    },
  };
}

function ancestorsOf(payload: JsonObject, context: RequestContext): JsonObject[] {
  const { namespace, state, view } = context;
  const index = state.documents(namespace.id).view(view);
  const nodes: JsonObject[] = [];
  let current: JsonObject | undefined = payload;
  const seen = new Set<string>();
  for (let source = directSourceOf(current); source !== undefined && !seen.has(source);) {
    seen.add(source);
    const isDocument: boolean = text(lineageOf(current)['source_document_id']) === source;
    nodes.unshift(isDocument ? documentNode(source, context) : objectNode(source, context));
    current = isDocument ? index.payload(source) : undefined;
    // A document that is gone does not say where it came from; its descendants know the object at the start.
    const root = lineageOf(payload)['root_object_id'];
    source = current === undefined && isDocument && typeof root === 'string' ? root : directSourceOf(current);
  }
  return nodes;
}

function documentNode(id: string, { namespace, state, view }: RequestContext): JsonObject {
  const space = state.documents(namespace.id);
  const payload = space.view(view).payload(id);
  const collection = text(payload?.['collection_id']);
  const record = collection === undefined ? undefined : state.get('collections', collection);
  return {
    kind: 'document',
    id,
    bucket_id: null,
    collection_id: collection ?? null,
    feature_extractor_id: record?.feature_extractor.feature_extractor_id ?? null,
    exists: payload !== undefined,
    created_at: space.times(id)?.created_at ?? null,
  };
}

function objectNode(id: string, { state }: RequestContext): JsonObject {
  const object = state.get('objects', id);
  return {
    kind: 'object',
    id,
    bucket_id: object?.bucket_id ?? null,
    collection_id: null,
    feature_extractor_id: null,
    exists: object !== undefined,
    created_at: object?.created_at ?? null,
  };
}

/** Collections that made documents of an object, along the way. */
export function decompositionTree(context: RequestContext): ResolverResult {
  const { query } = context;
  const object = findObject(context);
  const documents = documentsOf(object.id, context);
  const roots = groupByCollection(documents.filter(({ source }) => source === object.id));
  const parts = { documents, state: context.state, withIds: query['include_document_ids'] === true };
  const collections = Array.from(roots, ([id, own]) => collectionNode(id, own, { depth: 1, ...parts }));
  return {
    body: {
      object_id: object.id,
      bucket_id: object.bucket_id,
      total_documents: documents.length,
      total_collections: new Set(documents.map(({ collection }) => collection)).size,
      max_depth: Math.max(0, ...documents.map(({ depth }) => depth)),
      collections,
    },
  };
}

export function objectDocuments(context: RequestContext): ResolverResult {
  const { namespace, state, query, view } = context;
  const object = findObject(context);
  const given = query['collection_ids'];
  const wanted = Array.isArray(given)
    ? new Set(given.map((name, index) => requireCollectionId(context, String(name), `collection_ids[${index}]`)))
    : undefined;
  const space = state.documents(namespace.id);
  const source = { namespaceId: namespace.id, space, index: space.view(view) };
  const documents = documentsOf(object.id, context).filter(({ collection }) => wanted?.has(collection) ?? true);
  const options = readViewOptions({});
  const byCollection = Object.fromEntries(
    Array.from(groupByCollection(documents), ([id, own]) => [
      id,
      own.map((one) => toDocumentView(one.id, source, options)),
    ]),
  );
  return {
    body: { object_id: object.id, total_documents: documents.length, documents_by_collection: byCollection },
  };
}

function findObject({ state, namespace, path }: RequestContext): ObjectRecord {
  const id = path['object_id'] ?? '';
  const object = state.get('objects', id);
  if (object === undefined || object.namespace_id !== namespace.id) throw notFound('object', id);
  return object;
}

/** Documents that go back to an object and that the caller may read, oldest first. */
function documentsOf(objectId: string, { namespace, state, view, caller }: RequestContext): MadeDocument[] {
  const space = state.documents(namespace.id);
  const index = space.view(view);
  const found = index.ids().flatMap((id): (MadeDocument & { at: string })[] => {
    const payload = index.payload(id) ?? {};
    const lineage = lineageOf(payload);
    if (lineage['root_object_id'] !== objectId || !canRead(payload, caller)) return [];
    const chain = lineage['chain'];
    return [
      {
        id,
        collection: text(payload['collection_id']) ?? '',
        source: directSourceOf(payload) ?? '',
        depth: Array.isArray(chain) ? chain.length : 1,
        at: space.times(id)?.created_at ?? '',
      },
    ];
  });
  return found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

const text = (value: JsonValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
