import type { JsonObject, JsonValue } from '../../../internal/json.js';
import { collectionIdOf, findCollection } from '../../collections/find-collection.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { ownAcl } from '../../document-access.js';
import type { EngineDocument } from '../../engine/index.js';
import { publishEvent } from '../../events/publish.js';
import { BUILTIN_EXTRACTORS, extractorId } from '../../extractors/catalog.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, objectsOf, textOf } from '../../json-object.js';
import { unprocessable, type Violation } from '../../problem.js';
import type { CollectionRecord } from '../../records.js';
import { refuseReserved } from '../documents/change.js';
import { placePayload } from '../documents/place-payload.js';
import { stageDocuments } from '../documents/upsert.js';
import { checkVectors } from '../documents/vector-schema.js';
import { ownFields } from '../documents/view.js';

/** Fields of the request that say where a document came from. */
const LINEAGE = [
  'root_object_id',
  'root_bucket_id',
  'source_type',
  'source_collection_id',
  'source_document_id',
  'source_object_id',
] as const;
const OWN: ReadonlySet<string> = new Set([
  ...LINEAGE,
  'collection_id',
  'lineage_path',
  'lineage_chain',
  'document_schema_version',
  'metadata',
  'features',
]);

export function createDocument(context: RequestContext): ResolverResult {
  const { body, namespace, services } = context;
  const collection = findCollection(context);
  refuseOtherCollection(collection, context);
  const features = objectsOf(body['features']);
  const further = Object.fromEntries(Object.entries(body).filter(([name]) => !OWN.has(name)));
  refuseReserved(further, ['body']);
  const metadata = isJsonObject(body['metadata']) ? body['metadata'] : {};
  refuseReserved(metadata, ['body', 'metadata']);
  const document: EngineDocument = {
    id: services.id('doc'),
    payload: {
      ...metadata,
      ...further,
      ...Object.fromEntries(features.flatMap(({ payload }) => (isJsonObject(payload) ? Object.entries(payload) : []))),
      collection_id: collection.id,
    },
    vectors: readVectors(features),
  };
  document.payload['_internal'] = internalsOf(document.id, collection, context);
  checkVectors([document], namespace);
  stageDocuments(context, [document]);
  publishEvent(context, {
    type: 'collection.documents.written',
    namespaceId: namespace.id,
    subject: { type: 'collection', id: collection.id },
    metadata: { collection_id: collection.id, document_ids: [document.id], document_count: 1 },
  });
  const now = isoTime(services.clock.now());
  const times = { created_at: now, updated_at: now };
  const { _internal: kept, ...shown } = document.payload;
  return { body: placePayload(shown, ownFields(document.id, { kept, times, namespaceId: namespace.id })) };
}

function refuseOtherCollection(collection: CollectionRecord, context: RequestContext): void {
  const named = textOf(context.body, 'collection_id');
  if (collectionIdOf(context, named) === collection.id) return;
  const message = `is "${named}", and the path names ${collection.id} ("${collection.collection_name}")`;
  throw unprocessable([{ type: 'mismatch', location: ['body', 'collection_id'], message }]);
}

function internalsOf(id: string, collection: CollectionRecord, { body, services, caller }: RequestContext): JsonObject {
  const lineage = Object.fromEntries(LINEAGE.map((name) => [name, body[name] ?? null]));
  const chain = objectsOf(body['lineage_chain']);
  const steps = [body['root_bucket_id'], body['root_object_id'], collection.id].filter(
    (part) => typeof part === 'string',
  );
  const own: JsonObject = {
    collection_id: collection.id,
    feature_extractor_id: collection.feature_extractor.feature_extractor_id,
    document_id: id,
    timestamp: isoTime(services.clock.now()),
  };
  const version = body['document_schema_version'];
  return {
    document_id: id,
    collection_id: collection.id,
    lineage: { ...lineage, path: body['lineage_path'] ?? steps.join('/'), chain: chain.length > 0 ? chain : [own] },
    ...(typeof version === 'string' ? { document_schema_version: version } : {}),
    ...ownAcl(caller.principalId),
  };
}

/** One vector goes into the extractor's first index, several by name into theirs. */
function readVectors(features: readonly JsonObject[]): Record<string, Float32Array> {
  const vectors: Record<string, Float32Array> = {};
  for (const [position, feature] of features.entries()) {
    const place = ['body', 'features', position, 'vectors'];
    const { vectors: given } = feature;
    if (given === undefined || given === null) continue;
    if (isNumbers(given)) vectors[indexOf(feature, position)] = Float32Array.from(given);
    else if (isJsonObject(given) && Object.values(given).every(isNumbers)) {
      for (const [name, numbers] of Object.entries(given)) vectors[name] = Float32Array.from(numbers as number[]);
    } else {
      const message =
        'must be one dense vector, or dense vectors by the names of their indexes; this server keeps no others';
      throw unprocessable([{ type: 'vector', location: place, message }]);
    }
  }
  return vectors;
}

function indexOf(feature: JsonObject, position: number): string {
  const id = textOf(feature, 'feature_extractor_id');
  const builtin = BUILTIN_EXTRACTORS.find((extractor) => extractorId(extractor) === id);
  const index = builtin?.outputs[0]?.index;
  if (index !== undefined) return index;
  const violation: Violation = {
    type: 'unknown_extractor',
    location: ['body', 'features', position, 'feature_extractor_id'],
    message: `"${id}" fills no vector index; name the index: vectors: { <index>: [...] }`,
  };
  throw unprocessable([violation]);
}

const isNumbers = (value: JsonValue): value is number[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'number');
