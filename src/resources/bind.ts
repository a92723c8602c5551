import type { ApiPromise } from '../call.js';
import type { Operation } from '../operation.js';
import { findRow, invokeRow } from './invoke.js';
import type { Invoke, Scope } from './invoke.js';

type Method = (...args: unknown[]) => unknown;
export interface ResourceNode {
  [member: string]: Method | ResourceNode;
}

/** Makes the tree of resources from the rows: `namespaces.documents.upsert` becomes a method at that place. */
export function bindRows(scope: Scope): ResourceNode {
  const root: ResourceNode = {};
  for (const row of Object.values(scope.rows)) {
    const segments = row.id.split('.');
    const method = segments.pop() ?? '';
    const parent = segments.reduce<ResourceNode>((node, segment) => childOf(node, segment, row), root);
    parent[method] = (...args) => invokeRow(scope, row, args);
  }
  return root;
}

function childOf(node: ResourceNode, segment: string, row: Operation): ResourceNode {
  const existing = node[segment];
  if (typeof existing === 'function') throw new Error(`${row.id}: "${segment}" is a method already.`);
  return existing ?? (node[segment] = {});
}

/** Runs an operation by its id as its method would: with the hand-written one where there is one. */
export function createCall(tree: ResourceNode, rows: Scope['rows']): Invoke {
  return (id, ...args) => {
    const segments = findRow(rows, id).id.split('.');
    const method = segments.pop() ?? '';
    const parent = segments.reduce<ResourceNode>((node, segment) => node[segment] as ResourceNode, tree);
    return (parent[method] as Method)(...args) as ApiPromise<unknown>;
  };
}
