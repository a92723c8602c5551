import type { JsonObject } from '../../../internal/json.js';
import { inputSchemaOf, outputSchemaOf } from '../../collections/derive-schemas.js';
import { documentIdsOf } from '../../collections/documents-of.js';
import { collectionNameOf, findCollection } from '../../collections/find-collection.js';
import { readExtractor } from '../../collections/read-extractor.js';
import { readSource } from '../../collections/read-source.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { refuseTakenName } from '../../find-record.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, objectsOf } from '../../json-object.js';
import { nearest } from '../../../internal/nearest.js';
import { conflict, unprocessable, type Violation } from '../../problem.js';
import type { CollectionRecord } from '../../records.js';
import { bucketSchemasOf, readInputSchema, readName, settingsOf } from './create.js';
import { countForViews, toCollectionView } from './view.js';

/** Fields that are kept as they come. */
const PLAIN = ['description', 'metadata', 'schedule', 'enabled', 'schema_sync_enabled'] as const;
const LISTS = [
  'taxonomy_applications',
  'cluster_applications',
  'alert_applications',
  'retriever_enrichments',
  'tiering_rules',
] as const;
/** What decides how documents look: fixed once there are some. */
const FIXED = ['source', 'feature_extractor', 'input_schema'] as const;
const KNOWN: ReadonlySet<string> = new Set([...PLAIN, ...LISTS, ...FIXED, 'collection_name']);

export function updateCollection(context: RequestContext): ResolverResult {
  const { body, services, state, tx, namespace } = context;
  const current = findCollection(context);
  refuseUnknown(body);
  const changed: CollectionRecord = { ...current, ...processing(current, context) };
  if (body['collection_name'] !== undefined) {
    const name = readName(body['collection_name']);
    const check = { name, nameOf: collectionNameOf, resource: 'collection', ownId: current.id };
    refuseTakenName(context, 'collections', check);
    changed.collection_name = name;
  }
  const plain = Object.fromEntries(PLAIN.flatMap((field) => (field in body ? [[field, body[field]]] : [])));
  const lists = Object.fromEntries(LISTS.flatMap((field) => (field in body ? [[field, objectsOf(body[field])]] : [])));
  // The document says what each field may be; the record has the same types.
  Object.assign(changed, plain, lists, { updated_at: isoTime(services.clock.now()) });
  tx.put('collections', changed);
  publishEvent(context, {
    type: 'collection.updated',
    namespaceId: namespace.id,
    subject: { type: 'collection', id: current.id },
    metadata: { fields: Object.keys(body) },
  });
  return { body: toCollectionView(changed, { state, counts: countForViews(state, namespace.id) }) };
}

function refuseUnknown(body: JsonObject): void {
  const violations = Object.keys(body).flatMap((field): Violation[] => {
    if (KNOWN.has(field)) return [];
    const guess = nearest(field, KNOWN);
    const hint = guess === undefined ? `use ${[...KNOWN].join(', ')}` : `did you mean "${guess}"?`;
    return [{ type: 'unknown', location: ['body', field], message: `cannot be changed; ${hint}` }];
  });
  if (violations.length > 0) throw unprocessable(violations);
}

type Processing = Pick<
  CollectionRecord,
  'source' | 'feature_extractor' | 'input_schema' | 'output_schema' | 'source_bucket_schemas'
>;

function processing(current: CollectionRecord, context: RequestContext): Processing | undefined {
  const { body, namespace, state } = context;
  const fixed = FIXED.filter((field) => isJsonObject(body[field]));
  if (fixed.length === 0) return undefined;
  if (documentIdsOf(state.documents(namespace.id).view('head'), current.id).length > 0) {
    throw conflict(
      'collection_not_empty',
      `${fixed.join(', ')}: collection "${current.collection_name}" has documents that were made with what is there. Clone it with other settings, or delete its documents first.`,
      { collection_id: current.id, fields: fixed },
    );
  }
  const settings = { ...settingsOf(current), ...body };
  const source = readSource(settings['source'] as JsonObject, context, current.id);
  const inputSchema = readInputSchema(body['input_schema']) ?? inputSchemaOf(source, state);
  const extractor = readExtractor(settings['feature_extractor'] as JsonObject, { namespace, inputSchema, state });
  return {
    source,
    feature_extractor: extractor,
    input_schema: inputSchema,
    output_schema: outputSchemaOf(extractor, inputSchema),
    source_bucket_schemas: bucketSchemasOf(source, state),
  };
}
