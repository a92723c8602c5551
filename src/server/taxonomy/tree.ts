import { conflict, Problem } from '../problem.js';
import type { JsonObject } from '../../internal/json.js';
import { findCollection, type CollectionScope } from '../enrich/collection-scope.js';
import { isFlat, namedNodes, type TaxonomyNodeConfig } from './config.js';
import { inferNodes } from './infer-nodes.js';

/** A node with its place in the tree. */
export interface TaxonomyNode extends TaxonomyNodeConfig {
  /** Collection id; the configuration may have its name. */
  readonly id: string;
  readonly name: string;
  /** From the root down to the node itself. */
  readonly line: readonly TaxonomyNode[];
  readonly isLeaf: boolean;
}

/** The nodes of a taxonomy as it stands now; inferred ones come after those that are named. */
export function nodesOf(config: JsonObject, scope: CollectionScope): TaxonomyNode[] {
  const named = namedNodes(config);
  const nodes = isFlat(config) ? named : [...named, ...inferNodes(config, named, scope)];
  const byCollection = new Map(nodes.map((node) => [node.collection, node]));
  const placed = new Map<string, TaxonomyNode>();
  const place = (node: TaxonomyNodeConfig): TaxonomyNode => {
    const known = placed.get(node.collection);
    if (known !== undefined) return known;
    const parent = node.parent === null ? undefined : byCollection.get(node.parent);
    const above = parent === undefined ? [] : place(parent).line;
    const collection = findCollection(node.collection, scope) ?? { id: node.collection, name: node.collection };
    const line: TaxonomyNode[] = [...above];
    const made: TaxonomyNode = {
      ...node,
      id: collection.id,
      name: node.label ?? collection.name,
      fields: node.fields ?? above.at(-1)?.fields ?? null,
      line,
      isLeaf: !nodes.some((other) => other.parent === node.collection),
    };
    line.push(made);
    placed.set(node.collection, made);
    return made;
  };
  return nodes.map(place);
}

/** Throws for nodes that stand twice, hang on none, or above themselves. */
export function checkTree(nodes: readonly TaxonomyNodeConfig[], field: string): void {
  const parents = new Map<string, string | null>();
  nodes.forEach(({ collection, parent }, index) => {
    if (parents.has(collection)) {
      throw conflict('node_repeated', `${field}[${index}].collection_id: "${collection}" is a node already.`);
    }
    parents.set(collection, parent);
  });
  nodes.forEach(({ collection, parent }, index) => {
    const place = `${field}[${index}].parent_collection_id`;
    if (parent !== null && !parents.has(parent)) {
      throw new Problem({
        status: 404,
        code: 'parent_not_found',
        message: `${place}: "${parent}" is no node of this taxonomy. Add a node for it, or leave it out.`,
        details: { resource: 'node', id: parent, path: place },
      });
    }
    const seen = new Set([collection]);
    for (let above = parent; above !== null; above = parents.get(above) ?? null) {
      if (seen.has(above)) {
        throw new Problem({
          status: 400,
          code: 'node_cycle',
          message: `${place}: "${collection}" would stand above itself. Each node has one line up to a root.`,
          details: { path: place },
        });
      }
      seen.add(above);
    }
  });
}
