import type { ApiPromise } from '../call.js';
import { ValidationError } from '../errors.js';
import { nearest } from '../internal/nearest.js';
import type { Roster } from '../operation.js';
import type { ResourceNode } from './bind.js';

/** Runs an operation by its id as its method would: with the hand-written one where there is one. */
export type CallById = (id: string, ...args: readonly unknown[]) => ApiPromise<unknown>;

/** @throws ValidationError at once for an id that names no operation: there is no call that could carry it. */
export function createCallById(tree: ResourceNode, roster: Roster): CallById {
  return (id: unknown, ...args) => {
    const name = String(id);
    const path = name.slice(0, Math.max(0, name.lastIndexOf('.')));
    const verb = name.slice(path.length + 1);
    if (!Object.hasOwn(roster, path) || !verbsOf(roster, path).includes(verb)) throw unknownOperation(name, roster);
    const place = path.split('.').reduce<unknown>((node, segment) => (node as ResourceNode)[segment], tree);
    return (place as Record<string, (...args: readonly unknown[]) => ApiPromise<unknown>>)[verb]?.(
      ...args,
    ) as ApiPromise<unknown>;
  };
}

const verbsOf = (roster: Roster, path: string): string[] => (roster[path]?.verbs ?? '').replaceAll('*', '').split(' ');

function unknownOperation(name: string, roster: Roster): ValidationError {
  const ids = Object.keys(roster).flatMap((path) => verbsOf(roster, path).map((verb) => `${path}.${verb}`));
  const guess = nearest(name, ids);
  return new ValidationError(`There is no operation "${name}".`, {
    hint: guess === undefined ? 'Operations are named as methods are: "namespaces.get".' : `Did you mean "${guess}"?`,
  });
}
