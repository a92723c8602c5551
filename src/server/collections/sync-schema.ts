import type { JsonValue } from '../../internal/json.js';
import type { JobContext } from '../context.js';
import type { NamespaceIndex } from '../engine/index.js';
import { isoTime } from '../iso-time.js';
import type { CollectionRecord, SchemaField, SchemaFieldType } from '../records.js';
import { documentIdsOf } from './documents-of.js';
import { collectionsOf } from './find-collection.js';

export interface NewFields {
  readonly added: readonly string[];
  /** Documents that were looked at. */
  readonly sampled: number;
  readonly collection: CollectionRecord;
}

const DEFAULT_SAMPLE = 1000;
/** What the service writes into every document. */
const SYSTEM: ReadonlySet<string> = new Set(['_internal', 'collection_id']);

/** Stages the fields that documents have and the output schema lacks. Nothing is staged when there are none. */
export function stageNewFields(
  collection: CollectionRecord,
  { state, tx, services }: JobContext,
  { sampleSize = DEFAULT_SAMPLE, always = false }: { sampleSize?: number; always?: boolean } = {},
): NewFields {
  const index = state.documents(collection.namespace_id).view('head');
  const times = state.documents(collection.namespace_id);
  const newest = documentIdsOf(index, collection.id)
    .map((id) => ({ id, at: times.times(id)?.updated_at ?? '' }))
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .slice(0, sampleSize);
  const properties = { ...collection.output_schema.properties };
  const added = new Set<string>();
  for (const { id } of newest) addFields(id, { index, properties, added });
  const now = isoTime(services.clock.now());
  const changed: CollectionRecord = {
    ...collection,
    output_schema: { ...collection.output_schema, properties },
    schema_version: collection.schema_version + (added.size > 0 ? 1 : 0),
    last_schema_sync: now,
  };
  if (added.size > 0 || always) tx.put('collections', changed);
  return { added: [...added], sampled: newest.length, collection: changed };
}

function addFields(
  id: string,
  { index, properties, added }: { index: NamespaceIndex; properties: Record<string, SchemaField>; added: Set<string> },
): void {
  for (const [name, value] of Object.entries(index.payload(id) ?? {})) {
    if (SYSTEM.has(name) || Object.hasOwn(properties, name) || value === null) continue;
    properties[name] = { type: typeOf(value) };
    added.add(name);
  }
}

/** Gives the fields to collections that read this one; returns those that changed. */
export function stageDownstream(collection: CollectionRecord, added: readonly string[], context: JobContext): string[] {
  const { state, tx } = context;
  const changed: string[] = [];
  for (const reader of collectionsOf(state, collection.namespace_id)) {
    if (!reader.source.collection_ids.includes(collection.id)) continue;
    const fresh = added.filter((name) => !Object.hasOwn(reader.input_schema.properties, name));
    if (fresh.length === 0) continue;
    const fields = fresh.map((name) => [name, collection.output_schema.properties[name]]);
    const properties = { ...reader.input_schema.properties, ...Object.fromEntries(fields) } as Record<
      string,
      SchemaField
    >;
    tx.put('collections', {
      ...reader,
      input_schema: { ...reader.input_schema, properties },
      schema_version: reader.schema_version + 1,
    });
    changed.push(reader.id);
  }
  return changed;
}

function typeOf(value: JsonValue): SchemaFieldType {
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number';
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'string';
    default:
      return 'object';
  }
}
