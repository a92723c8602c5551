import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { NamespaceIndex } from '../engine/index.js';
import { isJsonObject } from '../json-object.js';

/** What a document says about where it came from. */
export function lineageOf(payload: JsonObject | undefined): JsonObject {
  const internal = payload?.['_internal'];
  const lineage = isJsonObject(internal) ? internal['lineage'] : undefined;
  return isJsonObject(lineage) ? lineage : {};
}

/** Object or document that a document was made from. */
export function directSourceOf(payload: JsonObject | undefined): string | undefined {
  const { source_document_id: document, source_object_id: object } = lineageOf(payload);
  return text(document) ?? text(object);
}

/** Ids of documents by the source that they were made from, in one walk over all documents. */
export function documentsBySource(index: NamespaceIndex): ReadonlyMap<string, readonly string[]> {
  const bySource = new Map<string, string[]>();
  for (const id of index.ids()) {
    const source = directSourceOf(index.payload(id));
    if (source === undefined) continue;
    const made = bySource.get(source);
    if (made === undefined) bySource.set(source, [id]);
    else made.push(id);
  }
  return bySource;
}

/** These documents and all that was made from them. */
export function withDescendants(ids: readonly string[], bySource: ReadonlyMap<string, readonly string[]>): string[] {
  const found = new Set(ids);
  for (const id of found) for (const made of bySource.get(id) ?? []) found.add(made);
  return [...found];
}

const text = (value: JsonValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
