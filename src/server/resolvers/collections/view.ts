import type { JsonObject } from '../../../internal/json.js';
import { countByCollection } from '../../collections/documents-of.js';
import { ancestorsOf, rootBucketIds } from '../../collections/read-source.js';
import type { StateReader } from '../../context.js';
import { BUILTIN_EXTRACTORS, extractorId } from '../../extractors/catalog.js';
import { textsOf } from '../../json-object.js';
import { toPluginExtractor } from '../../plugins/extractor-view.js';
import { deployedPlugin } from '../../plugins/plugin-extractor.js';
import type { CollectionExtractor, CollectionRecord, CollectionSource } from '../../records.js';
import { toExtractorView } from '../extractors/view.js';

/** Counts that views show, taken once for all of them. */
export interface CollectionCounts {
  readonly documents: ReadonlyMap<string, number>;
  /** Retrievers that search a collection, by its id. */
  readonly retrievers: ReadonlyMap<string, number>;
}

export function countForViews(state: StateReader, namespaceId: string): CollectionCounts {
  const collections = new Map<string, string>();
  state.ids('collections', ({ id, collection_name: name, namespace_id: namespace }) => {
    if (namespace === namespaceId) collections.set(id, id).set(name, id);
    return false;
  });
  const retrievers = new Map<string, number>();
  state.ids('retrievers', ({ namespace_id: namespace, definition }) => {
    const named = namespace === namespaceId ? definition['collection_identifiers'] : null;
    const ids = new Set(textsOf(named).map((name) => collections.get(name)));
    for (const id of ids) if (id !== undefined) retrievers.set(id, (retrievers.get(id) ?? 0) + 1);
    return false;
  });
  return { documents: countByCollection(state.documents(namespaceId).view('head')), retrievers };
}

/** The collection as the API describes it. */
export function toCollectionView(
  collection: CollectionRecord,
  { state, counts }: { state: StateReader; counts?: CollectionCounts },
): JsonObject {
  const extractor = describeExtractor(collection, state);
  return {
    collection_id: collection.id,
    collection_name: collection.collection_name,
    description: collection.description,
    input_schema: collection.input_schema as unknown as JsonObject,
    output_schema: collection.output_schema as unknown as JsonObject,
    feature_extractor: toExtractorConfigView(collection.feature_extractor),
    source: toSourceView(collection.source, state),
    source_bucket_schemas: collection.source_bucket_schemas as unknown as JsonObject | null,
    source_lineage: lineageOf(collection, state),
    vector_indexes: extractor?.['required_vector_indexes'] ?? [],
    payload_indexes: extractor?.['required_payload_indexes'] ?? [],
    enabled: collection.enabled,
    metadata: collection.metadata,
    schedule: collection.schedule,
    trigger_id: collection.trigger_id,
    created_at: collection.created_at,
    updated_at: collection.updated_at,
    document_count: counts?.documents.get(collection.id) ?? 0,
    schema_version: collection.schema_version,
    last_schema_sync: collection.last_schema_sync,
    schema_sync_enabled: collection.schema_sync_enabled,
    taxonomy_applications: collection.taxonomy_applications,
    cluster_applications: collection.cluster_applications,
    alert_applications: collection.alert_applications,
    retriever_enrichments: collection.retriever_enrichments,
    lifecycle_state: collection.lifecycle_state,
    s3_vector_index: coldIndexOf(collection),
    last_lifecycle_transition: collection.last_lifecycle_transition,
    tiering_rules: collection.tiering_rules,
    taxonomy_count: collection.taxonomy_applications.length,
    retriever_count: counts?.retrievers.get(collection.id) ?? 0,
  };
}

/** Where the vectors of a cold collection are said to be. */
export const coldIndexOf = ({
  id,
  namespace_id: namespace,
  lifecycle_state: state,
}: CollectionRecord): string | null => (state === 'cold' ? `s3://vectors/${namespace}/${id}` : null);

export function describeExtractor(
  { namespace_id: namespaceId, feature_extractor: own }: CollectionRecord,
  state: StateReader,
): JsonObject | undefined {
  const builtin = BUILTIN_EXTRACTORS.find((extractor) => extractorId(extractor) === own.feature_extractor_id);
  if (builtin !== undefined) return toExtractorView(builtin);
  const plugin = deployedPlugin(namespaceId, { name: own.feature_extractor_name, version: own.version }, state);
  return plugin === undefined ? undefined : toPluginExtractor(plugin, namespaceId);
}

/** As it was asked for: settings under the name that the request used. */
function toExtractorConfigView(extractor: CollectionExtractor): JsonObject {
  const { params, parameters, ...rest } = extractor;
  return {
    ...(rest as unknown as JsonObject),
    ...(params === null ? {} : { params }),
    ...(parameters === null ? {} : { parameters }),
  };
}

function toSourceView(source: CollectionSource, state: StateReader): JsonObject {
  const filters = source.filters === null ? null : { filters: source.filters };
  if (source.type === 'bucket') return { type: 'bucket', bucket_ids: source.bucket_ids, source_filters: filters };
  return {
    type: 'collection',
    collection_id: source.collection_ids[0] ?? null,
    collection_ids: source.collection_ids,
    inherited_bucket_ids: rootBucketIds(source, state),
    source_filters: filters,
  };
}

/** From the bucket to the direct source. */
const lineageOf = ({ source }: CollectionRecord, state: StateReader): JsonObject[] =>
  ancestorsOf(source.collection_ids, state)
    .toReversed()
    .map((ancestor) => ({
      source_config: toSourceView(ancestor.source, state),
      feature_extractor: toExtractorConfigView(ancestor.feature_extractor),
      output_schema: ancestor.output_schema as unknown as JsonObject,
    }));
