import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { refuseTakenName } from '../../find-record.js';
import { isoTime } from '../../iso-time.js';
import { isJsonObject, textOf, textOrNull } from '../../json-object.js';
import { conflict, unprocessable } from '../../problem.js';
import type { TaxonomyRecord } from '../../records.js';
import { checkConfig, checkStepAnalytics } from './check-config.js';
import { assignmentsOf, findTaxonomy, newestVersion, taxonomyName } from './find.js';
import { toTaxonomyView } from './view.js';

export function createTaxonomy(context: RequestContext): ResolverResult {
  const { body } = context;
  return { body: toTaxonomyView(store(context, { ...body, metadata: {} }), context) };
}

export function cloneTaxonomy(context: RequestContext): ResolverResult {
  const { body } = context;
  const source = findTaxonomy(context);
  const { config, description } = newestVersion(source);
  const copy = store(context, {
    taxonomy_name: body['taxonomy_name'] ?? null,
    description: body['description'] ?? description,
    config: body['config'] ?? config,
    metadata: source.metadata,
  });
  return { status: 201, body: { taxonomy: toTaxonomyView(copy, context), source_taxonomy_id: source.id } };
}

function store(context: RequestContext, fields: JsonObject): TaxonomyRecord {
  const { namespace, services, tx } = context;
  const name = textOf(fields, 'taxonomy_name');
  refuseTakenName(context, 'taxonomies', { name, nameOf: taxonomyName, resource: 'taxonomy' });
  const config = readConfig(fields['config'], context);
  const now = isoTime(services.clock.now());
  const record: TaxonomyRecord = {
    id: services.id('tax'),
    namespace_id: namespace.id,
    taxonomy_name: name,
    metadata: isJsonObject(fields['metadata']) ? fields['metadata'] : {},
    versions: [{ version: 1, description: textOrNull(fields['description']), config, created_at: now }],
    created_at: now,
    updated_at: now,
  };
  tx.put('taxonomies', record);
  publish('taxonomy.created', record, context);
  return record;
}

function readConfig(value: JsonObject[string] | undefined, context: RequestContext): JsonObject {
  if (!isJsonObject(value)) {
    const message = 'must be an object: a flat or a hierarchical configuration';
    throw unprocessable([{ type: 'type', location: ['body', 'config'], message }]);
  }
  checkStepAnalytics(value);
  return checkConfig(value, context);
}

/** Name, description and data; the configuration changes by a new version. */
export function updateTaxonomy(context: RequestContext): ResolverResult {
  const { body, services, tx } = context;
  const taxonomy = findTaxonomy(context);
  const name = textOrNull(body['taxonomy_name']) ?? taxonomy.taxonomy_name;
  refuseTakenName(context, 'taxonomies', { name, nameOf: taxonomyName, resource: 'taxonomy', ownId: taxonomy.id });
  const newest = newestVersion(taxonomy);
  const changed: TaxonomyRecord = {
    ...taxonomy,
    taxonomy_name: name,
    metadata: isJsonObject(body['metadata']) ? body['metadata'] : taxonomy.metadata,
    versions: taxonomy.versions.map((version) =>
      version === newest
        ? { ...version, description: textOrNull(body['description']) ?? version.description }
        : version,
    ),
    updated_at: isoTime(services.clock.now()),
  };
  tx.put('taxonomies', changed);
  publish('taxonomy.updated', changed, context);
  return { body: toTaxonomyView(changed, context) };
}

/** What the request leaves out stays as in the newest version. */
export function createVersion(context: RequestContext): ResolverResult {
  const { body, services, tx } = context;
  const taxonomy = findTaxonomy(context);
  const newest = newestVersion(taxonomy);
  const now = isoTime(services.clock.now());
  const changed: TaxonomyRecord = {
    ...taxonomy,
    metadata: isJsonObject(body['metadata']) ? body['metadata'] : taxonomy.metadata,
    versions: [
      ...taxonomy.versions,
      {
        version: newest.version + 1,
        description: textOrNull(body['description']) ?? newest.description,
        config: readConfig(body['config'] ?? newest.config, context),
        created_at: now,
      },
    ],
    updated_at: now,
  };
  tx.put('taxonomies', changed);
  publish('taxonomy.updated', changed, context);
  return { body: toTaxonomyView(changed, context) };
}

export function deleteTaxonomy(context: RequestContext): ResolverResult {
  const { state, tx } = context;
  const taxonomy = findTaxonomy(context);
  const [trigger] = state.ids('triggers', ({ action_config: config }) => config['taxonomy_id'] === taxonomy.id);
  if (trigger !== undefined) {
    throw conflict(
      'taxonomy_in_use',
      `Trigger ${trigger} applies taxonomy "${taxonomy.taxonomy_name}" (${taxonomy.id}). Delete the trigger first.`,
      { taxonomy_id: taxonomy.id, trigger_id: trigger },
    );
  }
  for (const id of assignmentsOf(taxonomy.id, context)) tx.delete('taxonomyAssignments', id);
  tx.delete('taxonomies', taxonomy.id);
  publish('taxonomy.deleted', taxonomy, context);
  return { body: { success: true, message: `Taxonomy "${taxonomy.taxonomy_name}" (${taxonomy.id}) is deleted.` } };
}

function publish(type: string, taxonomy: TaxonomyRecord, context: RequestContext): void {
  publishEvent(context, {
    type,
    namespaceId: taxonomy.namespace_id,
    subject: { type: 'taxonomy', id: taxonomy.id },
    metadata: { taxonomy_name: taxonomy.taxonomy_name, version: newestVersion(taxonomy).version },
  });
}
