import type { JsonObject, JsonValue } from '../../../internal/json.js';
import { inCollections } from '../../collections/documents-of.js';
import { findCollection } from '../../collections/find-collection.js';
import { canWrite, readableBy } from '../../document-access.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { allOf, compileFilter, type EngineDocument } from '../../engine/index.js';
import { isJsonObject, objectsOf, textOf } from '../../json-object.js';
import { Problem, unprocessable } from '../../problem.js';
import type { CollectionRecord } from '../../records.js';
import { namingPlace } from '../../retriever/engine-problem.js';
import { changePayload, findWritable, refuseReserved } from '../documents/change.js';
import { internals } from '../documents/view.js';
import { stageDocuments } from '../documents/upsert.js';

interface Result extends JsonObject {
  document_id: string;
  success: boolean;
  error: string | null;
}

export function updateDocumentBatch(context: RequestContext): ResolverResult {
  const { body } = context;
  const collection = findCollection(context);
  const updates = Array.isArray(body['updates']) ? objectsOf(body['updates']) : undefined;
  if (updates !== undefined) {
    requireOne(body['filters'] ?? body['update_data'], { field: 'updates', other: 'filters and update_data' });
    return { body: updateEach(updates, collection, context) };
  }
  if (!isJsonObject(body['update_data'])) {
    throw refuse('updates', 'required', 'is missing: give updates, or filters with update_data');
  }
  const ids = updateMatching(body['update_data'], collection, context);
  return {
    body: { updated_count: ids.length, failed_count: 0, results: [], message: sentence(ids.length, 'updated') },
  };
}

/** All of the collection without filters. */
export function updateDocumentsBulk(context: RequestContext): ResolverResult {
  const { body } = context;
  const ids = updateMatching(body['update_data'] as JsonObject, findCollection(context), context);
  return { body: { updated_count: ids.length, message: sentence(ids.length, 'updated') } };
}

export function deleteDocumentBatch(context: RequestContext): ResolverResult {
  const { body, namespace, tx } = context;
  const collection = findCollection(context);
  const given = Array.isArray(body['document_ids']) ? body['document_ids'].map(String) : undefined;
  if (given === undefined && !isJsonObject(body['filters'])) {
    throw refuse('document_ids', 'required', 'is missing: give document_ids or filters');
  }
  if (given !== undefined) requireOne(body['filters'], { field: 'document_ids', other: 'filters' });
  const ids = given ?? writable(matching(collection, context), context).map(({ id }) => id);
  const results = ids.map((id): Result => attempt(id, () => void findWritable(id, context, collection.id)));
  const deleted = results.filter(({ success }) => success).map(({ document_id: id }) => id);
  tx.deleteDocuments(namespace.id, [...new Set(deleted)]);
  return {
    body: {
      deleted_count: deleted.length,
      failed_count: results.length - deleted.length,
      results,
      message: sentence(deleted.length, 'deleted'),
    },
  };
}

function updateEach(updates: readonly JsonObject[], collection: CollectionRecord, context: RequestContext): JsonObject {
  updates.forEach(({ update_data: fields }, position) => {
    if (isJsonObject(fields)) refuseReserved(fields, ['body', 'updates', position, 'update_data']);
  });
  const changed = new Map<string, EngineDocument>();
  const results = updates.map((update): Result => {
    const id = textOf(update, 'document_id');
    return attempt(id, () => {
      const document = changed.get(id) ?? findWritable(id, context, collection.id);
      const fields = isJsonObject(update['update_data']) ? update['update_data'] : {};
      changed.set(id, { ...document, payload: changePayload(document, fields, { way: 'merge', context }) });
    });
  });
  stageDocuments(context, [...changed.values()]);
  const updated = results.filter(({ success }) => success).length;
  return {
    updated_count: updated,
    failed_count: results.length - updated,
    results,
    message: sentence(updated, 'updated'),
  };
}

function updateMatching(fields: JsonObject, collection: CollectionRecord, context: RequestContext): string[] {
  refuseReserved(fields, ['body', 'update_data']);
  const documents = writable(matching(collection, context), context);
  const changed = documents.map((document) => ({
    ...document,
    payload: changePayload(document, fields, { way: 'merge', context }),
  }));
  stageDocuments(context, changed);
  return changed.map(({ id }) => id);
}

/** The documents of the collection that the request's filters find, among those that the caller may read. */
function matching({ id: collectionId }: CollectionRecord, context: RequestContext): EngineDocument[] {
  const { body, state, namespace, caller } = context;
  const space = state.documents(namespace.id);
  const index = space.view('head');
  const given = isJsonObject(body['filters']) ? body['filters'] : {};
  const filter = namingPlace('filters', () => compileFilter(given));
  const source = { namespaceId: namespace.id, space, index };
  const scope = [inCollections([collectionId]), readableBy(caller)].filter((part) => part !== undefined);
  return index
    .select(allOf(scope))
    .filter((id) => filter.matches({ id, payload: { ...index.payload(id), _internal: internals(id, source) } }))
    .flatMap((id) => index.get(id) ?? []);
}

const writable = (documents: readonly EngineDocument[], { caller }: RequestContext): EngineDocument[] =>
  documents.filter(({ payload }) => canWrite(payload, caller));

function attempt(id: string, work: () => void): Result {
  try {
    work();
    return { document_id: id, success: true, error: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { document_id: id, success: false, error: error.message };
  }
}

function requireOne(other: JsonValue | undefined, names: { field: string; other: string }): void {
  if (other === undefined || other === null) return;
  throw refuse(names.field, 'exclusive', `does not go together with ${names.other}; give one of them`);
}

const refuse = (field: string, type: string, message: string): Problem =>
  unprocessable([{ type, location: ['body', field], message }]);

const sentence = (count: number, verb: string): string =>
  count === 1 ? `1 document was ${verb}.` : `${count} documents were ${verb}.`;
