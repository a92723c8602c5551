import { lazy } from '../internal/lazy.js';
import type { Operation, ResourceDefinition, Roster, RosterEntry } from '../operation.js';
import { callEndpoint } from './call-endpoint.js';
import type { Scope } from './call-endpoint.js';
import { createEndpoint } from './endpoint.js';
import type { Endpoint } from './endpoint.js';
import type { Extension, ResourceContext } from './extension.js';

type Method = (...args: unknown[]) => unknown;

/** A resource: methods, and the resources below it. */
export interface ResourceNode {
  [member: string]: Method | ResourceNode;
}

export interface Binding {
  readonly scope: Scope;
  readonly context: ResourceContext;
}

/** Makes the tree of resources from the roster: `namespaces.documents` with its verbs stands at that place. */
export function bindRoster(
  roster: Roster,
  extensions: Readonly<Record<string, Extension>>,
  binding: Binding,
): ResourceNode {
  const root: ResourceNode = {};
  for (const path of Object.keys(roster)) {
    const place = path.split('.').reduce(childOf, root);
    Object.assign(place, bindVerbs(roster[path] as RosterEntry, binding.scope));
    extend(place, path, { extension: extensions[path], binding });
  }
  return root;
}

/** Lays hand-written methods over a resource, and takes note of its checks. */
function extend(
  place: ResourceNode,
  path: string,
  { extension, binding }: { extension: Extension | undefined; binding: Binding },
): void {
  if (extension === undefined) return;
  const checks = extension.checks?.(binding.context) ?? {};
  for (const verb of Object.keys(checks)) {
    const check = checks[verb];
    if (check !== undefined) binding.scope.checks.set(`${path}.${verb}`, check);
  }
  Object.assign(place, extension.methods?.(binding.context));
}

/** Makes one resource, and those below it, of a definition whose rows are there already. */
export function bindDefinition(definition: ResourceDefinition<unknown>, binding: Binding): ResourceNode {
  const { path, rows, below = {}, extension } = definition;
  const node: ResourceNode = {};
  for (const [verb, row] of Object.entries(rows)) {
    node[verb] = toMethod(
      binding.scope,
      createEndpoint(() => row, { lists: row.page !== undefined }),
    );
  }
  for (const [name, child] of Object.entries(below)) node[name] = bindDefinition(child, binding);
  extend(node, path, { extension, binding });
  return node;
}

function toMethod(scope: Scope, endpoint: Endpoint): Method {
  return (...args) => callEndpoint(scope, endpoint, args);
}

/** The rows of a resource are loaded together, by the first call of any of its methods. */
function bindVerbs({ verbs, rows }: RosterEntry, scope: Scope): Record<string, Method> {
  const loadRows = lazy(rows);
  const methods: Record<string, Method> = {};
  for (const word of verbs.split(' ')) {
    const lists = word.endsWith('*');
    const verb = lists ? word.slice(0, -1) : word;
    const load = async (): Promise<Operation> => (await loadRows())[verb] as Operation;
    methods[verb] = toMethod(scope, createEndpoint(load, { lists }));
  }
  return methods;
}

function childOf(node: ResourceNode, segment: string): ResourceNode {
  const existing = node[segment];
  if (typeof existing === 'function') throw new Error(`"${segment}" is a method already.`);
  return existing ?? (node[segment] = {});
}
