import type { JsonObject } from '../../../internal/json.js';
import type { StateReader } from '../../context.js';
import { textOf } from '../../json-object.js';
import type { NamespaceRecord, PayloadIndexRecord, VectorConfigRecord } from '../../records.js';
import { findExtractor } from '../../extractors/catalog.js';

/** The namespace as the API describes it, with its true counts. */
export function toNamespaceView(namespace: Readonly<NamespaceRecord>, state: StateReader): JsonObject {
  const space = state.documents(namespace.id);
  const count = (table: 'buckets' | 'objects' | 'collections'): number =>
    state.ids(table, ({ namespace_id: id }) => id === namespace.id).length;
  return toView(namespace, {
    documents: space.view('head').size,
    searchable: space.view('replica').size,
    buckets: count('buckets'),
    objects: count('objects'),
    collections: count('collections'),
  });
}

/** A new namespace that is only staged yet, and gets `documents` with the same request. */
export const toCreatedView = (namespace: NamespaceRecord, documents = 0): JsonObject =>
  toView(namespace, { documents, searchable: documents, buckets: 0, objects: 0, collections: 0 });

interface Counts {
  readonly documents: number;
  readonly searchable: number;
  readonly buckets: number;
  readonly objects: number;
  readonly collections: number;
}

function toView(
  namespace: Readonly<NamespaceRecord>,
  { documents, searchable, buckets, objects, collections }: Counts,
): JsonObject {
  return {
    namespace_id: namespace.id,
    namespace_name: namespace.namespace_name,
    object: 'namespace',
    namespace_type: namespace.namespace_type,
    scope: namespace.scope,
    mode: namespace.mode,
    description: namespace.description,
    feature_extractors: namespace.feature_extractors,
    vector_configs: bringsVectors(namespace) ? ownVectors(namespace).map(toVectorView) : null,
    vector_inference_map:
      Object.keys(namespace.vector_inference_map).length > 0 ? namespace.vector_inference_map : null,
    payload_indexes: namespace.payload_indexes.map(toPayloadIndexView),
    auto_create_indexes: namespace.auto_create_indexes,
    document_count: documents,
    bucket_count: buckets,
    collection_count: collections,
    object_count: objects,
    infrastructure: namespace.infrastructure,
    cluster_id: null,
    qdrant_status: {
      // Writes that plain reads do not see yet are still being indexed.
      status: documents === searchable ? 'green' : 'yellow',
      points_count: documents,
      indexed_vectors_count: searchable,
      segments_count: 1,
    },
    created_at: namespace.created_at,
    updated_at: namespace.updated_at,
    expires_at: namespace.expires_at,
  };
}

/** Vector indexes that no extractor of the namespace writes. */
function ownVectors(namespace: Readonly<NamespaceRecord>): VectorConfigRecord[] {
  if (namespace.feature_extractors.length === 0) return namespace.vector_configs;
  const extracted = new Set(
    namespace.feature_extractors.flatMap((extractor) => {
      const found = findExtractor(textOf(extractor, 'feature_extractor_name'), textOf(extractor, 'version'));
      return (found?.outputs ?? []).map((output) => output.index);
    }),
  );
  return namespace.vector_configs.filter(({ name }) => !extracted.has(name));
}

/** Standalone, or promoted from it: unseen vector indexes are created by writes. */
export function bringsVectors(namespace: Readonly<NamespaceRecord>): boolean {
  return (
    namespace.mode === 'standalone' || namespace.feature_extractors.length === 0 || ownVectors(namespace).length > 0
  );
}

export const toVectorView = ({ name, dimension, metric }: VectorConfigRecord): JsonObject => ({
  name,
  dimension,
  metric,
});

const toPayloadIndexView = (index: PayloadIndexRecord): JsonObject => ({
  field_name: index.field_name,
  type: index.type,
  field_schema: index.field_schema ?? null,
  is_protected: index.is_protected ?? false,
});
