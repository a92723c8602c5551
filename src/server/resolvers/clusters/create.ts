import type { JsonObject } from '../../../internal/json.js';
import { ALGORITHM_NAMES } from '../../clustering/algorithms.js';
import { featuresOf, methodOf } from '../../cluster/definition.js';
import { GROUP_FIELDS } from '../../cluster/write-groups.js';
import type { RequestContext, ResolverResult, Services, Transaction } from '../../context.js';
import { requireCollection, type CollectionScope } from '../../enrich/collection-scope.js';
import { publishEvent } from '../../events/publish.js';
import { refuseTakenName } from '../../find-record.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, objectsOf, textOf } from '../../json-object.js';
import { unprocessable, type Violation } from '../../problem.js';
import type { ClusterRecord } from '../../records.js';
import { requireVectorIndex } from '../../retriever/stages/vector-index-name.js';
import { stringsOf } from '../retrievers/definition.js';
import { clusterName } from './find.js';
import { toClusterView } from './view.js';

export function createCluster(context: RequestContext): ResolverResult {
  const { body, namespace, services, tx, state } = context;
  const definition = checkDefinition(body, context);
  const id = services.id('clust');
  const name = textOf(body, 'cluster_name') || id;
  refuseTakenName(context, 'clusters', { name, nameOf: clusterName, resource: 'cluster' });
  const record = storeCluster({ id, name, definition, namespaceId: namespace.id }, { tx, services });
  return { body: toClusterView(record, state) };
}

export interface NewCluster {
  readonly id: string;
  readonly name: string;
  readonly definition: JsonObject;
  readonly namespaceId: string;
}

export function storeCluster(
  { id, name, definition, namespaceId }: NewCluster,
  { tx, services }: { tx: Transaction; services: Services },
): ClusterRecord {
  const now = isoTime(services.clock.now());
  const record: ClusterRecord = {
    id,
    namespace_id: namespaceId,
    cluster_name: name,
    description: null,
    metadata: {},
    definition,
    created_at: now,
    updated_at: now,
  };
  tx.put('clusters', record);
  publishEvent(
    { tx, services },
    {
      type: 'cluster.created',
      namespaceId,
      subject: { type: 'cluster', id },
      metadata: { cluster_name: name },
    },
  );
  return record;
}

/** Checks a definition against what there is. Gives it with collections by id, and without what does not belong to it. */
export function checkDefinition(body: JsonObject, scope: CollectionScope): JsonObject {
  const collections = stringsOf(body['collection_ids']).map(
    (name, index) => requireCollection(name, { scope, field: `collection_ids[${index}]` }).id,
  );
  const { vector_config: vector, attribute_config: attribute } = body;
  const isAttribute = body['cluster_type'] === 'attribute' || methodOf(vector) === 'attribute_based';
  if (isAttribute && !isJsonObject(attribute)) {
    refuse(['attribute_config'], 'is required for clusters by attributes: {attributes: [...]}');
  }
  if (!isAttribute) checkVector(vector, scope);
  checkMappings(body);
  return {
    collection_ids: [...new Set(collections)],
    cluster_type: isAttribute ? 'attribute' : 'vector',
    vector_config: isAttribute ? null : toStored(vector as JsonObject),
    attribute_config: isAttribute ? (attribute ?? null) : null,
    filters: body['filters'] ?? null,
    llm_labeling: body['llm_labeling'] ?? null,
    enrich_source_collection: body['enrich_source_collection'] === true,
    source_enrichment_config: body['source_enrichment_config'] ?? null,
  };
}

function checkVector(vector: JsonObject[string] | undefined, { namespace }: CollectionScope): void {
  if (!isJsonObject(vector)) {
    refuse(['vector_config'], 'is required for clusters by vectors: {feature_uri, clustering_method}');
  }
  const features = featuresOf(vector);
  if (features.length === 0) {
    refuse(['vector_config', 'feature_uri'], 'is required: the vectors to group by, here or as feature_uris');
  }
  for (const uri of features) requireVectorIndex(uri, { namespace, path: 'vector_config.feature_uri' });
  const method = methodOf(vector);
  if (!ALGORITHM_NAMES.includes(method)) {
    refuse(['vector_config', 'clustering_method'], `must be one of ${ALGORITHM_NAMES.join(', ')}`);
  }
}

/** The extractor's parts become a URI: stored configurations know only those. */
function toStored(vector: JsonObject): JsonObject {
  const { feature_extractor_name: _name, version: _version, output_name: _output, ...rest } = vector;
  const [first, ...others] = featuresOf(vector);
  return others.length === 0
    ? { ...rest, feature_uri: first ?? null, feature_uris: null }
    : { ...rest, feature_uri: null, feature_uris: [first ?? '', ...others] };
}

function checkMappings(body: JsonObject): void {
  const config = body['source_enrichment_config'];
  const mappings = objectsOf(isJsonObject(config) ? config['field_mappings'] : []);
  mappings.forEach((mapping, index) => {
    const source = textOf(mapping, 'source_field');
    if (GROUP_FIELDS.some((field) => field === source)) return;
    refuse(
      ['source_enrichment_config', 'field_mappings', index, 'source_field'],
      `is "${source}"; a run can write ${GROUP_FIELDS.join(', ')}`,
    );
  });
}

function refuse(place: readonly (string | number)[], message: string): never {
  const violation: Violation = { type: 'missing', location: ['body', ...place], message };
  throw unprocessable([violation]);
}
