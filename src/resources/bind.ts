import type { ApiPromise } from '../call.js';
import { ValidationError } from '../errors.js';
import { nearest } from '../internal/nearest.js';
import type { Operation } from '../operation.js';
import { invokeRow } from './invoke.js';
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
    if (!Object.hasOwn(rows, id))
      throw new ValidationError(`There is no operation ${JSON.stringify(id)}.`, { hint: suggest(id, rows) });
    const segments = id.split('.');
    const method = segments.pop() ?? '';
    const parent = segments.reduce<ResourceNode>((node, segment) => node[segment] as ResourceNode, tree);
    return (parent[method] as Method)(...args) as ApiPromise<unknown>;
  };
}

function suggest(id: string, rows: Scope['rows']): string | undefined {
  const guess = nearest(id, Object.keys(rows));
  return guess === undefined ? undefined : `Did you mean "${guess}"?`;
}
