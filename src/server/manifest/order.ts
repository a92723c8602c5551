import { RESOURCE_KINDS } from '../resource-kinds/kinds.js';
import { referencesOf } from '../resource-kinds/references.js';
import type { ManifestItem } from './parse.js';

export interface Ordered {
  /** What is referred to comes first. */
  readonly items: readonly ManifestItem[];
  /** Items that refer to each other in a circle, a line each: `a/x -> a/y -> a/x`. */
  readonly circles: readonly string[];
}

/** How answers call an item: `namespace/name`. */
export const fullName = ({ namespace, name }: Pick<ManifestItem, 'namespace' | 'name'>): string =>
  namespace === null ? name : `${namespace}/${name}`;

/** The items that an item refers to. */
export function neededBy(item: ManifestItem, items: readonly ManifestItem[]): ManifestItem[] {
  const references = referencesOf(item.definition);
  return items.filter(
    (other) =>
      other !== item &&
      ((other.kind.type === 'namespace' && other.name === item.namespace) ||
        (other.namespace === item.namespace &&
          references.some(({ type, value }) => type === other.kind.type && value === other.name))),
  );
}

/** By kind, and within that by what refers to what. */
export function orderItems(items: readonly ManifestItem[]): Ordered {
  const rank = (item: ManifestItem): number => RESOURCE_KINDS.indexOf(item.kind);
  const sorted = items.toSorted((a, b) => rank(a) - rank(b));
  const done = new Set<ManifestItem>();
  const circles = new Set<string>();
  const visit = (item: ManifestItem, way: readonly ManifestItem[]): void => {
    if (done.has(item)) return;
    if (way.includes(item)) {
      circles.add([...way.slice(way.indexOf(item)), item].map(fullName).join(' -> '));
      return;
    }
    for (const needed of neededBy(item, items)) visit(needed, [...way, item]);
    done.add(item);
  };
  for (const item of sorted) visit(item, []);
  return { items: [...done], circles: [...circles] };
}
