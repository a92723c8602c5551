import type { NamespaceRecord } from '../../records.js';
import { isSystemField } from '../../retriever/unindexed-fields.js';

/** Whether an index serves the field: one that was declared, or one that every namespace has. */
export const isIndexed = (field: string, namespace: NamespaceRecord): boolean =>
  isSystemField(field) || namespace.payload_indexes.some(({ field_name: name }) => name === field);
