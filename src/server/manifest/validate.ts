import type { RequestContext } from '../context.js';
import { Problem, type Violation } from '../problem.js';
import { referencesOf } from '../resource-kinds/references.js';
import { findExisting, findResource } from './find-existing.js';
import { fullName, orderItems } from './order.js';
import type { Manifest, ManifestItem } from './parse.js';
import { secretsIn } from './secrets.js';
import { secretNames } from './stored-secrets.js';

export interface ManifestCheck {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly missingSecrets: readonly string[];
  /** In the order in which they can be created. */
  readonly items: readonly ManifestItem[];
}

/** Checks everything that can be known before anything is created. */
export async function checkManifest(manifest: Manifest, context: RequestContext): Promise<ManifestCheck> {
  const { items, circles } = orderItems(manifest.items);
  const known = secretNames(context.state);
  const used = new Set(secretsIn(manifest.content));
  const fieldErrors = await Promise.all(manifest.items.map((item) => errorsInFields(item, context)));
  return {
    errors: [
      ...manifest.errors,
      ...repeatedNames(manifest.items),
      ...fieldErrors.flat(),
      ...manifest.items.flatMap((item) => missingReferences(item, manifest.items, context)),
      ...circles.map((circle) => `These refer to each other in a circle: ${circle}`),
    ],
    warnings: [
      ...manifest.warnings,
      ...(manifest.items.length === 0 ? ['There are no resources in it.'] : []),
      ...manifest.items
        .filter((item) => findExisting(context.state, item) !== undefined)
        .map((item) => `${item.location}: the ${item.kind.type} "${fullName(item)}" exists already and is skipped`),
    ],
    missingSecrets: [...used].filter((name) => !known.has(name)),
    items,
  };
}

function repeatedNames(items: readonly ManifestItem[]): string[] {
  const seen = new Map<string, string>();
  return items.flatMap((item) => {
    const key = `${item.kind.type} ${fullName(item)}`;
    const first = seen.get(key);
    if (first !== undefined) return [`${item.location}.name: "${item.name}" is the name of ${first} too`];
    seen.set(key, item.location);
    return [];
  });
}

/** What the operation that creates the resource would say of its fields. */
async function errorsInFields(item: ManifestItem, { services }: RequestContext): Promise<string[]> {
  try {
    await services.checkBody(item.kind.createId, { ...item.definition, [item.kind.nameField]: item.name });
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const violations = error.details?.['validation_errors'];
    if (!Array.isArray(violations)) return [`${item.location}: ${error.message}`];
    return (violations as Violation[]).map(
      ({ location, message }) => `${[item.location, ...location.slice(1)].join('.')}: ${message}`,
    );
  }
}

function missingReferences(item: ManifestItem, items: readonly ManifestItem[], { state }: RequestContext): string[] {
  if (item.namespace === null) return [];
  const namespace = state.findNamespace(item.namespace);
  const isDescribed = items.some(({ kind, name }) => kind.type === 'namespace' && name === item.namespace);
  if (namespace === undefined && !isDescribed)
    return [`${item.location}.namespace: there is no namespace "${item.namespace}", here or in the system`];
  return referencesOf(item.definition).flatMap(({ type, value, path }) => {
    const isHere = items.some(
      (other) => other.kind.type === type && other.namespace === item.namespace && other.name === value,
    );
    if (isHere || secretsIn(value).length > 0) return [];
    if (namespace !== undefined && findResource(state, namespace, { type, value }) !== undefined) return [];
    return [`${[item.location, ...path].join('.')}: there is no ${type} "${value}" in namespace "${item.namespace}"`];
  });
}
