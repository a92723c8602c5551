import type { StateReader } from '../context.js';
import { isJsonObject, textOf } from '../json-object.js';
import type { NamespaceRecord } from '../records.js';
import { BUILTIN_EXTRACTORS, findExtractor } from '../extractors/catalog.js';
import { partOf } from './all-parts.js';
import { timeOf, type MigrationSettings } from './config.js';
import type { MigratedResource, MigratedType } from './parts.js';

/** One thing that is wrong with a migration. */
export interface Issue {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

type Typed = MigratedResource & { readonly type: MigratedType };

interface Surroundings {
  readonly source: NamespaceRecord;
  readonly state: StateReader;
  /** All resources of the source. */
  readonly resources: readonly Typed[];
  /** Those that are taken along. */
  readonly chosen: readonly Typed[];
}

/** Everything that prevents a migration whose source exists. */
export const checkSettings = (settings: MigrationSettings, surroundings: Surroundings): Issue[] => [
  ...targetIssues(settings, surroundings),
  ...extractorIssues(settings),
  ...filterIssues(settings, surroundings),
  ...referenceIssues(settings, surroundings),
  ...(settings.preservesIds
    ? [
        issue(
          'preserve_resource_ids',
          'Ids are unique in the organization, so that a copy beside its source cannot keep them; new ids by old ones are in additional_data.',
          'ids_not_kept',
        ),
      ]
    : []),
];

const issue = (field: string, msg: string, type: string): Issue => ({ loc: ['config', field], msg, type });

function targetIssues(settings: MigrationSettings, { source, state, chosen }: Surroundings): Issue[] {
  const { type, targetId, targetName } = settings;
  if (targetId !== null && targetName !== null)
    return [
      issue('target_namespace_name', 'Name either target_namespace_id or target_namespace_name, not both.', 'conflict'),
    ];
  if (targetName !== null) {
    const taken = state.findNamespace(targetName);
    return taken === undefined
      ? []
      : [
          issue(
            'target_namespace_name',
            `The namespace name "${targetName}" is taken by ${taken.id}.`,
            'namespace_name_taken',
          ),
        ];
  }
  if (targetId === null)
    return type === 'extend'
      ? []
      : [issue('target_namespace_name', `A ${type} needs target_namespace_name or target_namespace_id.`, 'missing')];
  const target = state.findNamespace(targetId);
  if (target === undefined)
    return [issue('target_namespace_id', `No namespace has the id or name "${targetId}".`, 'namespace_not_found')];
  if (target.id === source.id)
    return [issue('target_namespace_id', 'The target is the source itself; choose another one.', 'same_namespace')];
  return [
    ...chosen.flatMap((resource) => {
      const other = partOf(resource.type)
        ?.list(target.id, state)
        .find(({ name }) => name === resource.name);
      if (other === undefined) return [];
      const msg = `The target has a ${resource.type} named "${resource.name}" already (${other.id}).`;
      return [issue('target_namespace_id', msg, `${resource.type}_name_taken`)];
    }),
    ...source.vector_configs.flatMap(({ name, dimension }) => {
      const other = target.vector_configs.find((config) => config.name === name);
      if (type === 're_extract' || other === undefined || other.dimension === dimension) return [];
      const msg = `The vector index "${name}" has ${dimension} dimensions, and ${other.dimension} in the target.`;
      return [issue('target_namespace_id', msg, 'vector_dimension_mismatch')];
    }),
  ];
}

function extractorIssues({ type, extractors }: MigrationSettings): Issue[] {
  if (type === 'copy')
    return extractors.length === 0
      ? []
      : [issue('feature_extractors', 'A copy takes documents as they are; use re_extract or extend.', 'not_allowed')];
  if (extractors.length === 0)
    return [issue('feature_extractors', `A migration of the kind ${type} needs at least one extractor.`, 'missing')];
  return extractors.flatMap((extractor, index) => {
    const name = textOf(extractor, 'feature_extractor_name');
    const version = textOf(extractor, 'version') || 'v1';
    if (findExtractor(name, version) !== undefined) return [];
    const available = BUILTIN_EXTRACTORS.map((each) => `${each.name}@${each.version}`).join(', ');
    const msg = `There is no feature extractor "${name}" with version "${version}". Available: ${available}.`;
    return [{ loc: ['config', 'feature_extractors', index], msg, type: 'feature_extractor_not_found' }];
  });
}

const FILTERED: readonly (readonly [string, MigratedType])[] = [
  ['collection_ids', 'collection'],
  ['taxonomy_ids', 'taxonomy'],
  ['cluster_ids', 'cluster'],
  ['retriever_ids', 'retriever'],
];

function filterIssues({ filters }: MigrationSettings, { source, resources }: Surroundings): Issue[] {
  const unknown = FILTERED.flatMap(([field, type]) => {
    const ids = filters[field];
    return (Array.isArray(ids) ? ids : []).flatMap((id, index): Issue[] => {
      if (resources.some((resource) => resource.type === type && (resource.id === id || resource.name === id)))
        return [];
      const msg = `Namespace ${source.id} has no ${type} ${JSON.stringify(id)}.`;
      return [{ loc: ['config', 'filters', field, index], msg, type: `${type}_not_found` }];
    });
  });
  const range = isJsonObject(filters['date_range']) ? filters['date_range'] : {};
  const dates = Object.entries(range).flatMap(([name, value]): Issue[] => {
    const loc = ['config', 'filters', 'date_range', name];
    if (name !== 'start' && name !== 'end')
      return [{ loc, msg: 'Only start and end are known.', type: 'extra_forbidden' }];
    if (timeOf(value) !== undefined) return [];
    return [{ loc, msg: `${JSON.stringify(value)} is no time in ISO 8601.`, type: 'datetime' }];
  });
  return [...unknown, ...dates];
}

/** A retriever whose collection stays behind would find nothing. */
function referenceIssues({ validatesReferences }: MigrationSettings, { resources, chosen }: Surroundings): Issue[] {
  if (!validatesReferences) return [];
  return chosen.flatMap((resource) =>
    resources
      .filter(({ id, name }) => resource.needs.includes(id) || resource.needs.includes(name))
      .filter((need) => !chosen.includes(need))
      .map((need) =>
        issue(
          'filters',
          `The ${resource.type} "${resource.name}" needs the ${need.type} "${need.name}", which is not taken along.`,
          'missing_dependency',
        ),
      ),
  );
}
