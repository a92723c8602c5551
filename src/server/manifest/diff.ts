import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { RequestContext } from '../context.js';
import { valuesEqual } from '../engine/value-equality.js';
import { isJsonObject } from '../json-object.js';
import { Problem } from '../problem.js';
import type { NamespaceRecord } from '../records.js';
import type { ResourceItem, ResourceKind } from '../resource-kinds/kind.js';
import { RESOURCE_KINDS } from '../resource-kinds/kinds.js';
import { mapReferences } from '../resource-kinds/references.js';
import { findExisting, findResource } from './find-existing.js';
import { fullName } from './order.js';
import type { Manifest, ManifestItem } from './parse.js';
import { withSecrets } from './secrets.js';
import { secretValue } from './stored-secrets.js';

/** How a manifest and the system differ. */
export async function diffManifest(manifest: Manifest, context: RequestContext): Promise<JsonObject> {
  const { state } = context;
  const create: JsonObject[] = [];
  const differences: JsonObject[] = [];
  const met = new Set<string>();
  for (const item of manifest.items) {
    const existing = findExisting(state, item);
    const shown = { resource_type: item.kind.type, name: fullName(item) };
    if (existing === undefined) {
      create.push({ ...shown, action: 'create', details: null });
      continue;
    }
    met.add(existing.id);
    const details = await compare(item, existing, context);
    if (details.length > 0) differences.push({ ...shown, action: 'update', details: details.join('; ') });
  }
  return { to_create: create, in_system_only: systemOnly(manifest, met, context), differences };
}

/** What the manifest leaves out, of the namespaces that it names, and the other namespaces. */
function systemOnly(manifest: Manifest, met: ReadonlySet<string>, { state }: RequestContext): JsonObject[] {
  const named = new Set(manifest.items.map(({ namespace, name }) => namespace ?? name));
  return state.list('namespaces').flatMap((namespace) => {
    const isNamed = named.has(namespace.namespace_name) || named.has(namespace.id);
    const kinds = isNamed ? RESOURCE_KINDS : RESOURCE_KINDS.filter(({ type }) => type === 'namespace');
    return kinds.flatMap((kind) =>
      kind
        .list(namespace, state)
        // A namespace that only holds what the manifest describes need not be described itself.
        .filter(({ id }) => !met.has(id) && !(kind.type === 'namespace' && isNamed))
        .map(({ name }) => ({
          resource_type: kind.type,
          name: kind.type === 'namespace' ? name : `${namespace.namespace_name}/${name}`,
          action: 'none',
          details: null,
        })),
    );
  });
}

/** The fields that differ, `description: manifest "a", system "b"` each. */
async function compare(item: ManifestItem, existing: ResourceItem, context: RequestContext): Promise<string[]> {
  const { state } = context;
  const namespace = state.findNamespace(item.namespace ?? item.name);
  const wanted = withSecrets(item.definition, (name) => secretValue(state, name));
  const [ours, theirs] = await Promise.all(
    [wanted, existing.definition].map((definition) =>
      normalise(namespace === undefined ? definition : byName(definition, namespace, context), item.kind, context),
    ),
  );
  const { identity = [], grown = [], filledIn = [] } = item.kind;
  for (const path of filledIn) keepNamed(path.split('.'), ours ?? {}, theirs ?? {});
  const fields = new Set([...Object.keys(ours ?? {}), ...Object.keys(theirs ?? {})]);
  for (const field of identity) fields.delete(field);
  for (const field of grown) if (item.definition[field] === undefined) fields.delete(field);
  return [...fields].flatMap((field) => {
    const [a, b] = [ours?.[field] ?? null, theirs?.[field] ?? null];
    return valuesEqual(a, b, 'verbatim') ? [] : [`${field}: manifest ${show(a)}, system ${show(b)}`];
  });
}

/** Takes out of `theirs` what `ours` does not name at a path. */
function keepNamed([name = '', ...rest]: readonly string[], ours: JsonObject, theirs: JsonObject): void {
  const [a, b] = [ours[name], theirs[name]];
  if (b === undefined) return;
  if (a === undefined) {
    // What is not there at the end of the path was filled in; further up, it is a difference.
    if (rest.length === 0) Reflect.deleteProperty(theirs, name);
  } else if (isJsonObject(a) && isJsonObject(b)) {
    if (rest.length > 0) keepNamed(rest, a, b);
    else theirs[name] = Object.fromEntries(Object.entries(b).filter(([key]) => Object.hasOwn(a, key)));
  }
}

/** References by name, however they were written. */
export const byName = (definition: JsonObject, namespace: NamespaceRecord, { state }: RequestContext): JsonObject =>
  mapReferences(definition, (reference) => findResource(state, namespace, reference)?.name ?? reference.value);

/** With the defaults of the operation that creates it, and without what says nothing. */
async function normalise(
  definition: JsonObject,
  kind: ResourceKind,
  { services }: RequestContext,
): Promise<JsonObject> {
  const { [kind.nameField]: _name, ...filled } = await services
    .checkBody(kind.createId, { ...definition, [kind.nameField]: 'name' })
    .catch((error: unknown) => {
      // What would not be taken is compared as it stands.
      if (error instanceof Problem) return definition;
      throw error;
    });
  return withoutNothing({ ...kind.defaults, ...filled }) as JsonObject;
}

/** Null, and what holds nothing but null, is the same as nothing. */
function withoutNothing(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutNothing);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withoutNothing(item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== null && !isEmpty(item)));
}

const isEmpty = (value: JsonValue): boolean =>
  Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;

function show(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
