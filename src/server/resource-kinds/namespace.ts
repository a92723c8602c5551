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
  list: (namespace) => [
    { id: namespace.id, name: namespace.namespace_name, definition: toNamespaceDefinition(namespace) },
  ],
};

/** What creates a namespace like this one. Its id is among it where the user chose it. */
export function toNamespaceDefinition(namespace: NamespaceRecord): JsonObject {
  const isStandalone = namespace.mode === 'standalone';
  return {
    ...(namespace.id.startsWith('ns_') ? {} : { namespace_id: namespace.id }),
    mode: namespace.mode,
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
