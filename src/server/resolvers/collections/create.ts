import type { JsonObject, JsonValue } from '../../../internal/json.js';
import { collectionNameOf, findCollection } from '../../collections/find-collection.js';
import { inputSchemaOf, outputSchemaOf } from '../../collections/derive-schemas.js';
import { readExtractor } from '../../collections/read-extractor.js';
import { readSource } from '../../collections/read-source.js';
import type { RequestContext, ResolverResult, StateReader } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { refuseTakenName } from '../../find-record.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, objectsOf, textOrNull } from '../../json-object.js';
import { unprocessable } from '../../problem.js';
import { checkQuota } from '../../quota.js';
import type { BucketSchema, CollectionRecord, CollectionSource } from '../../records.js';
import { toCollectionView } from './view.js';

export const createCollection = (context: RequestContext): ResolverResult => ({
  body: toCollectionView(store(context.body, context), context),
});

/** Settings of the request replace those of the source; null leaves the source's. */
export function cloneCollection(context: RequestContext): ResolverResult {
  const source = findCollection(context);
  const given = Object.fromEntries(Object.entries(context.body).filter(([, value]) => value !== null));
  const { input_schema: inputSchema, ...settings } = settingsOf(source);
  // Other sources have other fields.
  const own: JsonObject = given['source'] === undefined ? { ...settings, input_schema: inputSchema ?? null } : settings;
  const copy = store({ ...own, ...given }, context);
  return { status: 201, body: { collection: toCollectionView(copy, context), source_collection_id: source.id } };
}

function store(settings: JsonObject, context: RequestContext): CollectionRecord {
  const { namespace, services, state, tx } = context;
  const name = readName(settings['collection_name']);
  refuseTakenName(context, 'collections', { name, nameOf: collectionNameOf, resource: 'collection' });
  const source = readSource(objectOf(settings['source']), context);
  const inputSchema = readInputSchema(settings['input_schema']) ?? inputSchemaOf(source, state);
  const extractor = readExtractor(objectOf(settings['feature_extractor']), { namespace, inputSchema, state });
  checkQuota(context, 'collections');
  const now = isoTime(services.clock.now());
  const record: CollectionRecord = {
    id: services.id('col'),
    namespace_id: namespace.id,
    collection_name: name,
    description: textOrNull(settings['description']),
    source,
    input_schema: inputSchema,
    output_schema: outputSchemaOf(extractor, inputSchema),
    source_bucket_schemas: bucketSchemasOf(source, state),
    feature_extractor: extractor,
    enabled: settings['enabled'] !== false,
    metadata: isJsonObject(settings['metadata']) ? settings['metadata'] : null,
    schedule: isJsonObject(settings['schedule']) ? settings['schedule'] : null,
    trigger_id: null,
    schema_version: 1,
    last_schema_sync: null,
    schema_sync_enabled: true,
    taxonomy_applications: objectsOf(settings['taxonomy_applications']),
    cluster_applications: objectsOf(settings['cluster_applications']),
    alert_applications: objectsOf(settings['alert_applications']),
    retriever_enrichments: objectsOf(settings['retriever_enrichments']),
    lifecycle_state: 'active',
    last_lifecycle_transition: null,
    lifecycle_task_id: null,
    tiering_rules: [],
    created_at: now,
    updated_at: now,
  };
  tx.put('collections', record);
  publishEvent(context, {
    type: 'collection.created',
    namespaceId: namespace.id,
    subject: { type: 'collection', id: record.id },
    metadata: { collection_name: name },
  });
  return record;
}

const NAME = /^[\p{L}\p{N}_-]{3,100}$/u;

export function readName(value: JsonValue | undefined): string {
  if (typeof value === 'string' && NAME.test(value)) return value;
  const message = `must be 3 to 100 letters, digits, "-" and "_", and is ${JSON.stringify(value)}`;
  throw unprocessable([{ type: 'pattern', location: ['body', 'collection_name'], message }]);
}

/** Requests were checked against the document. */
export const readInputSchema = (value: JsonValue | undefined): BucketSchema | undefined =>
  isJsonObject(value) ? (value as unknown as BucketSchema) : undefined;

export function bucketSchemasOf(source: CollectionSource, state: StateReader): Record<string, BucketSchema> | null {
  if (source.type === 'collection') return null;
  return Object.fromEntries(
    source.bucket_ids.flatMap((id) => {
      const schema = state.get('buckets', id)?.bucket_schema;
      return schema === undefined ? [] : [[id, schema]];
    }),
  );
}

/** A collection in the words of the request that would create it. */
export function settingsOf(collection: CollectionRecord): JsonObject {
  const { source, feature_extractor: extractor } = collection;
  const { params, parameters, ...rest } = extractor;
  return {
    description: collection.description,
    source: toRequestSource(source),
    feature_extractor: {
      ...(rest as unknown as JsonObject),
      ...(params === null ? { parameters } : { params }),
    },
    input_schema: collection.input_schema as unknown as JsonObject,
    enabled: collection.enabled,
    metadata: collection.metadata,
    schedule: collection.schedule,
    taxonomy_applications: collection.taxonomy_applications,
    cluster_applications: collection.cluster_applications,
    alert_applications: collection.alert_applications,
    retriever_enrichments: collection.retriever_enrichments,
  };
}

const toRequestSource = (source: CollectionSource): JsonObject => ({
  type: source.type,
  ...(source.type === 'bucket' ? { bucket_ids: source.bucket_ids } : { collection_ids: source.collection_ids }),
  source_filters: source.filters === null ? null : { filters: source.filters },
});

const objectOf = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});
