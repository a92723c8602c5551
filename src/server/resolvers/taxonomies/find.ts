import type { RequestContext } from '../../context.js';
import { findRecord, idOf } from '../../find-record.js';
import type { CollectionScope } from '../../enrich/collection-scope.js';
import { Problem } from '../../problem.js';
import type { TaxonomyRecord, TaxonomyVersion } from '../../records.js';

export const taxonomyName = ({ taxonomy_name: name }: Readonly<TaxonomyRecord>): string => name;

/** The taxonomy of the path, by id or name. */
export const findTaxonomy = (context: RequestContext): TaxonomyRecord =>
  findRecord(context, 'taxonomies', {
    idOrName: context.path['taxonomy_id'] ?? '',
    nameOf: taxonomyName,
    resource: 'taxonomy',
  });

/** A taxonomy that a request refers to. Throws the 404 that names the field. */
export function requireTaxonomy(
  idOrName: string,
  { scope, field }: { scope: CollectionScope; field: string },
): TaxonomyRecord {
  const id = idOf(scope, 'taxonomies', { idOrName, nameOf: taxonomyName });
  const found = id === undefined ? undefined : scope.state.get('taxonomies', id);
  if (found !== undefined) return found;
  throw new Problem({
    status: 404,
    code: 'taxonomy_not_found',
    message: `${field}: namespace "${scope.namespace.namespace_name}" has no taxonomy with the id or name "${idOrName}".`,
    details: { resource: 'taxonomy', id: idOrName, path: field },
  });
}

export const newestVersion = ({ versions }: TaxonomyRecord): TaxonomyVersion => versions.at(-1) as TaxonomyVersion;

/** The version of a number, the newest without one. Throws the 404 with those that there are. */
export function versionOf(taxonomy: TaxonomyRecord, wanted: unknown): TaxonomyVersion {
  if (typeof wanted !== 'number') return newestVersion(taxonomy);
  const found = taxonomy.versions.find(({ version }) => version === wanted);
  if (found !== undefined) return found;
  const available = taxonomy.versions.map(({ version }) => version);
  throw new Problem({
    status: 404,
    code: 'taxonomy_version_not_found',
    message: `Taxonomy "${taxonomy.taxonomy_name}" has no version ${wanted}. It has ${available.join(', ')}.`,
    details: { resource: 'taxonomy_version', id: String(wanted), available },
  });
}

/** Ids of the assignments of a taxonomy. */
export const assignmentsOf = (taxonomyId: string, { state }: Pick<RequestContext, 'state'>): string[] =>
  state.ids('taxonomyAssignments', ({ taxonomy_id: id }) => id === taxonomyId);
