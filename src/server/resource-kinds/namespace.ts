import type { JsonObject } from '../../internal/json.js';
import type { NamespaceRecord, PayloadIndexRecord } from '../records.js';
import { createNamespace } from '../resolvers/namespaces/create.js';
import { fieldsOf } from './definition-fields.js';
import type { ResourceKind } from './kind.js';

export const namespaceKind: ResourceKind = {
  type: 'namespace',
  section: 'namespaces',
  idField: 'namespace_id',
  nameField: 'namespace_name',
  createId: 'namespaces.create',
  create: createNamespace,
  defaults: { mode: 'managed', namespace_type: 'standard', scope: 'org' },
  identity: ['namespace_id'],
  grown: ['vector_configs', 'payload_indexes', 'auto_create_indexes'],
  list: (namespace) => [
    { id: namespace.id, name: namespace.namespace_name, definition: toNamespaceDefinition(namespace) },
  ],
};

/** What creates a namespace like this one. Its id is among it where the user chose it. */
export function toNamespaceDefinition(namespace: NamespaceRecord): JsonObject {
  // One that was promoted and has no extractors was standalone, and can only be made as such.
  const isStandalone = namespace.mode === 'standalone' || namespace.feature_extractors.length === 0;
  return {
    ...(namespace.id.startsWith('ns_') ? {} : { namespace_id: namespace.id }),
    mode: isStandalone ? 'standalone' : 'managed',
    ...(namespace.namespace_type === 'standard' ? {} : { namespace_type: namespace.namespace_type }),
    ...fieldsOf({ description: namespace.description }, ['description']),
    ...(isStandalone
      ? { vector_configs: namespace.vector_configs.map(({ name, dimension, metric }) => ({ name, dimension, metric })) }
      : { feature_extractors: namespace.feature_extractors.map(toExtractor) }),
    ...(namespace.payload_indexes.length > 0 ? { payload_indexes: namespace.payload_indexes.map(toIndex) } : {}),
    ...(namespace.auto_create_indexes === isStandalone ? {} : { auto_create_indexes: namespace.auto_create_indexes }),
    ...fieldsOf({ infrastructure: namespace.infrastructure }, ['infrastructure']),
  };
}

const toExtractor = (extractor: JsonObject): JsonObject =>
  fieldsOf(extractor, ['feature_extractor_name', 'version', 'params']);

const toIndex = ({ field_name, type, field_schema, is_protected }: PayloadIndexRecord): JsonObject => ({
  field_name,
  type,
  ...(field_schema === undefined || field_schema === null ? {} : { field_schema }),
  ...(is_protected === true ? { is_protected } : {}),
});
