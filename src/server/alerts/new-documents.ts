import type { JsonObject, JsonValue } from '../../internal/json.js';
import { collectionsFor } from '../collections/collections-for.js';
import { documentIdsOf } from '../collections/documents-of.js';
import type { StateReader } from '../context.js';
import { isJsonObject, objectsOf, textOf } from '../json-object.js';
import { readField } from '../retriever/field.js';
import type { AlertRecord, EventRecord, NamespaceRecord } from '../records.js';
import { stringsOf } from '../resolvers/retrievers/definition.js';

/** The documents that an event tells of: it names them, or the batch that wrote them. */
export function newDocumentsOf(
  { metadata, subject, namespace_id: namespaceId }: EventRecord,
  state: StateReader,
): string[] {
  const named = metadata['document_ids'];
  if (Array.isArray(named)) return stringsOf(named);
  if (namespaceId === null || typeof metadata['batch_id'] !== 'string') return [];
  const index = state.documents(namespaceId).view('head');
  return documentIdsOf(index, subject.id).filter(
    (id) => readField(index.payload(id) ?? {}, '_internal.processing.batch_id') === metadata['batch_id'],
  );
}

/**
 * How an alert is to look at new documents: undefined when they are none of its business. An alert that collections
 * apply hears of those that do, when they say on ingest; any other of the collections that its retriever searches.
 */
export function alertUse(
  alert: AlertRecord,
  { event, namespace, state }: { event: EventRecord; namespace: NamespaceRecord; state: StateReader },
): { mappings: readonly JsonObject[] | undefined } | undefined {
  const applications = state
    .list('collections')
    .filter((collection) => collection.namespace_id === namespace.id)
    .flatMap(({ id, alert_applications: all }) =>
      all.filter((one) => one['alert_id'] === alert.id || one['alert_id'] === alert.name).map((one) => ({ id, one })),
    );
  if (applications.length > 0) {
    const here = applications.find(({ id }) => id === event.subject.id)?.one;
    if (here === undefined || (here['execution_mode'] ?? 'on_ingest') !== 'on_ingest') return undefined;
    return { mappings: objectsOf(here['input_mappings']) };
  }
  const names = stringsOf(state.get('retrievers', alert.retriever_id)?.definition['collection_identifiers']);
  const searched = names.map((name) => collectionsFor({ state, namespace }).idOf(name));
  const hears = event.subject.type !== 'collection' || searched.length === 0 || searched.includes(event.subject.id);
  return hears ? { mappings: undefined } : undefined;
}

interface Run {
  readonly inputs: JsonObject;
  readonly filters: JsonObject | null;
}

/** One run over the new documents alone; or, where their fields are the inputs, one for each over everything. */
export function runsFor(
  { ids, mappings }: { ids: readonly string[]; mappings: readonly JsonObject[] | undefined },
  namespace: NamespaceRecord,
  state: StateReader,
): Run[] {
  if (mappings === undefined) {
    return [{ inputs: {}, filters: { AND: [{ field: 'document_id', operator: 'in', value: [...ids] }] } }];
  }
  const index = state.documents(namespace.id).view('head');
  return ids.map((id) => ({ inputs: toInputs(mappings, index.payload(id) ?? {}), filters: null }));
}

function toInputs(mappings: readonly JsonObject[], payload: JsonObject): JsonObject {
  const inputs: Record<string, JsonValue> = {};
  for (const mapping of mappings) {
    const source = isJsonObject(mapping['source']) ? mapping['source'] : {};
    const value = source['source_type'] === 'constant' ? source['value'] : readField(payload, textOf(source, 'path'));
    if (value !== undefined) inputs[textOf(mapping, 'input_key')] = value;
  }
  return inputs;
}
