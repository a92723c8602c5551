import { unwrapCommonJs } from '../../internal/common-js.js';
import type { JsonObject } from '../../internal/json.js';
import type { StateReader } from '../context.js';
import type { NamespaceRecord } from '../records.js';
import { RESOURCE_KINDS } from '../resource-kinds/kinds.js';
import { mapReferences } from '../resource-kinds/references.js';
import { findResource } from './find-existing.js';
import { MANIFEST_VERSION } from './parse.js';
import { toShortNames } from './short-names.js';

/** The manifest that creates what these namespaces hold: references by name, without ids, objects and documents. */
export function exportManifest(
  namespaces: readonly NamespaceRecord[],
  { state, name }: { readonly state: StateReader; readonly name: string },
): JsonObject {
  const sections = RESOURCE_KINDS.flatMap((kind) => {
    const items = namespaces.flatMap((namespace) =>
      kind.list(namespace, state).map((resource) => {
        const definition = mapReferences(
          resource.definition,
          (reference) => findResource(state, namespace, reference)?.name ?? reference.value,
        );
        const place = kind.type === 'namespace' ? {} : { namespace: namespace.namespace_name };
        return { name: resource.name, ...place, ...toShortNames(kind.type, definition) };
      }),
    );
    return items.length === 0 ? [] : [[kind.section, items] as const];
  });
  return { version: MANIFEST_VERSION, metadata: { name }, ...Object.fromEntries(sections) };
}

export async function toYaml(manifest: JsonObject): Promise<string> {
  const { stringify } = unwrapCommonJs(await import('yaml'));
  // Anchors for what repeats would be hard to read and to change.
  return stringify(manifest, { aliasDuplicateObjects: false, lineWidth: 120 });
}
