import type { JsonObject } from '../../internal/json.js';
import type { NamespaceRecord } from '../records.js';
import { fieldsOfFilter } from './filters.js';

/** Fields that every namespace indexes by itself. */
const SYSTEM_FIELDS: ReadonlySet<string> = new Set([
  'document_id',
  'collection_id',
  'bucket_id',
  'object_id',
  'batch_id',
]);

/** Whether every namespace indexes the field by itself. */
export const isSystemField = (field: string): boolean => SYSTEM_FIELDS.has(field) || field.startsWith('_internal.');

/** The fields of a filter that no payload index serves. The filter still works. */
export function unindexedFields(filter: JsonObject, namespace: NamespaceRecord): string[] {
  const indexed = new Set(namespace.payload_indexes.map((index) => index.field_name));
  return fieldsOfFilter(filter).filter((field) => !indexed.has(field) && !isSystemField(field));
}

/** One warning per such field. */
export function unindexedFieldWarnings(filter: JsonObject, namespace: NamespaceRecord): string[] {
  return unindexedFields(filter, namespace).map(
    (field) =>
      `The filter field "${field}" has no index, so every document was looked at. Add it to payload_indexes with PATCH /v1/namespaces/${namespace.id}, then call ensure-indexes.`,
  );
}
