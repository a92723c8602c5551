import type { StateReader } from '../context.js';
import type { NamespaceRecord } from '../records.js';
import type { ResourceItem, ResourceType } from '../resource-kinds/kind.js';
import { kindOf } from '../resource-kinds/kinds.js';
import type { ManifestItem } from './parse.js';

/** The resource of a namespace that has this id or name. */
export function findResource(
  state: StateReader,
  namespace: NamespaceRecord,
  { type, value }: { readonly type: ResourceType; readonly value: string },
): ResourceItem | undefined {
  const resources = kindOf(type)?.list(namespace, state) ?? [];
  return resources.find(({ id }) => id === value) ?? resources.find(({ name }) => name === value);
}

/** What the system has under the name of an item. */
export function findExisting(state: StateReader, item: ManifestItem): ResourceItem | undefined {
  const namespace = state.findNamespace(item.namespace ?? item.name);
  if (namespace === undefined) return undefined;
  if (item.namespace === null) return item.kind.list(namespace, state)[0];
  return item.kind.list(namespace, state).find(({ name }) => name === item.name);
}
