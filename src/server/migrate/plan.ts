import type { JsonObject } from '../../internal/json.js';
import type { StateReader } from '../context.js';
import type { NamespaceRecord } from '../records.js';
import { MIGRATION_PARTS } from './all-parts.js';
import { checkSettings, type Issue } from './check-settings.js';
import { dateFilter, type MigrationSettings } from './config.js';
import type { MigratedResource, MigratedType } from './parts.js';

export interface PlannedResource extends MigratedResource {
  readonly type: MigratedType;
  /** Ids of the planned resources that it needs. */
  readonly dependencies: readonly string[];
  /** 0 needs nothing. */
  readonly tier: number;
}

/** What a migration is going to do. */
export interface MigrationPlan {
  readonly source: NamespaceRecord | undefined;
  /** In the order in which they are made. */
  readonly resources: readonly PlannedResource[];
  readonly documents: number;
  readonly errors: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/** Looks at everything that a migration touches; changes nothing. */
export function planMigration(settings: MigrationSettings, state: StateReader): MigrationPlan {
  const source = state.findNamespace(settings.source);
  if (source === undefined) {
    const msg = `No namespace has the id or name "${settings.source}".`;
    const error: Issue = { loc: ['config', 'source_namespace_id'], msg, type: 'namespace_not_found' };
    return { source, resources: [], documents: 0, errors: [error], warnings: [] };
  }
  const inPlace = isInPlace(settings);
  const all = MIGRATION_PARTS.flatMap((part) =>
    part.list(source.id, state).map((resource) => ({ ...resource, type: part.type })),
  );
  // Extending a namespace in place leaves its resources where they are.
  const chosen = inPlace ? [] : choose(all, settings);
  const errors = checkSettings(settings, { source, state, resources: all, chosen });
  const documents = inPlace ? 0 : countDocuments(settings, source, state);
  const isEmpty = documents === 0 && chosen.length === 0 && !inPlace;
  const warnings: Issue[] = isEmpty
    ? [{ loc: ['config', 'source_namespace_id'], msg: 'There is nothing to take along.', type: 'nothing_to_migrate' }]
    : [];
  return { source, resources: order(chosen), documents, errors, warnings };
}

/** `extend` without a target adds extractors to the source itself. */
export const isInPlace = ({ type, targetId, targetName }: MigrationSettings): boolean =>
  type === 'extend' && targetId === null && targetName === null;

type Typed = MigratedResource & { readonly type: MigratedType };

const FILTERS: Readonly<Record<string, MigratedType>> = {
  collection_ids: 'collection',
  taxonomy_ids: 'taxonomy',
  cluster_ids: 'cluster',
  retriever_ids: 'retriever',
};

/** What the filters leave, with what that needs. */
function choose(all: readonly Typed[], { filters }: MigrationSettings): Typed[] {
  const wanted = new Map<MigratedType, ReadonlySet<unknown>>();
  for (const [field, type] of Object.entries(FILTERS)) {
    const ids = filters[field];
    if (Array.isArray(ids)) wanted.set(type, new Set(ids));
  }
  const isWanted = ({ id, name, type }: Typed): boolean => {
    const ids = wanted.get(type);
    return ids === undefined || ids.has(id) || ids.has(name);
  };
  const kept = new Set(all.filter(isWanted));
  if (filters['auto_include_dependencies'] === false) return all.filter((resource) => kept.has(resource));
  for (const resource of kept) {
    for (const need of all) {
      if (resource.needs.includes(need.id) || resource.needs.includes(need.name)) kept.add(need);
    }
  }
  return all.filter((resource) => kept.has(resource));
}

function order(chosen: readonly Typed[]): PlannedResource[] {
  const tiers = new Map<string, number>();
  const needsOf = (resource: Typed): Typed[] =>
    chosen.filter(
      (other) => other.id !== resource.id && (resource.needs.includes(other.id) || resource.needs.includes(other.name)),
    );
  const tierOf = (resource: Typed, above: ReadonlySet<string>): number => {
    const known = tiers.get(resource.id);
    if (known !== undefined) return known;
    // Resources that need each other: the one that is met again does not count.
    const within = new Set(above).add(resource.id);
    const below = needsOf(resource).filter(({ id }) => !within.has(id));
    const tier = below.reduce((highest, need) => Math.max(highest, tierOf(need, within) + 1), 0);
    tiers.set(resource.id, tier);
    return tier;
  };
  return chosen
    .map((resource) => ({
      ...resource,
      dependencies: needsOf(resource).map(({ id }) => id),
      tier: tierOf(resource, new Set()),
    }))
    .toSorted((a, b) => a.tier - b.tier);
}

function countDocuments(settings: MigrationSettings, source: NamespaceRecord, state: StateReader): number {
  const space = state.documents(source.id);
  const isWanted = dateFilter(settings);
  let count = 0;
  for (const { id } of space.view('head').documents()) {
    if (isWanted(space.times(id)?.created_at ?? source.created_at)) count += 1;
  }
  return count;
}

/** The plan as the API describes validations. */
export function toValidation({ resources, documents, errors, warnings }: MigrationPlan, taskMs: number): JsonObject {
  const counts: Record<string, number> = { documents };
  for (const { plural, type } of MIGRATION_PARTS) {
    const count = resources.filter((resource) => resource.type === type).length;
    if (count > 0) counts[plural] = count;
  }
  return {
    valid: errors.length === 0,
    errors: errors.map(toJson),
    warnings: warnings.map(toJson),
    estimated_resources: counts,
    estimated_duration_seconds: Math.ceil(taskMs / 1000),
  };
}

const toJson = ({ loc, msg, type }: Issue): JsonObject => ({ loc: [...loc], msg, type });

export const toGraph = ({ resources }: MigrationPlan): JsonObject => ({
  nodes: resources.map(({ id, type, dependencies, tier }) => ({
    resource_id: id,
    resource_type: type,
    dependencies: [...dependencies],
    tier,
  })),
  execution_order: resources.map(({ id }) => id),
});
