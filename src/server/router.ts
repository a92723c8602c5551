import type { HttpMethod, Operation } from '../operation.js';

export interface Route {
  readonly operation: Operation;
  /** Path parameters, percent-decoded. */
  readonly path: Readonly<Record<string, string>>;
}

export type Match =
  | { readonly kind: 'found'; readonly route: Route }
  | { readonly kind: 'method'; readonly allowed: readonly string[] }
  | { readonly kind: 'none' };

export interface Router {
  match(method: string, pathname: string): Match;
}

interface Node {
  readonly literals: Map<string, Node>;
  parameter: Node | undefined;
  readonly operations: Map<HttpMethod, { operation: Operation; names: readonly string[] }>;
}

/** Finds the row of a request. A literal segment wins over a parameter; a trailing slash makes no difference. */
export function createRouter(operations: Iterable<Operation>): Router {
  const root = createNode();
  for (const operation of operations) insert(root, operation);

  return {
    match(method, pathname) {
      const search: Search = { pathname, end: endOf(pathname), method, values: [] };
      const hit = find(root, search, startOf(pathname));
      if (hit !== undefined) {
        return { kind: 'found', route: { operation: hit.operation, path: name(hit.names, search.values) } };
      }
      const allowed = new Set<string>();
      find(root, { ...search, values: [], allowed }, startOf(pathname));
      return allowed.size > 0 ? { kind: 'method', allowed: [...allowed].sort() } : { kind: 'none' };
    },
  };
}

function name(names: readonly string[], values: readonly string[]): Record<string, string> {
  const path: Record<string, string> = {};
  // Names come from the document; none of them is that of a prototype.
  for (let i = 0; i < names.length; i++) path[names[i] as string] = values[i] ?? '';
  return path;
}

function createNode(): Node {
  return { literals: new Map(), parameter: undefined, operations: new Map() };
}

function insert(root: Node, operation: Operation): void {
  let node = root;
  const names: string[] = [];
  for (const segment of splitPath(operation.path)) {
    if (segment.startsWith('{') && segment.endsWith('}')) {
      names.push(segment.slice(1, -1));
      node = node.parameter ??= createNode();
    } else {
      let next = node.literals.get(segment);
      if (next === undefined) node.literals.set(segment, (next = createNode()));
      node = next;
    }
  }
  if (!node.operations.has(operation.http)) node.operations.set(operation.http, { operation, names });
}

interface Search {
  readonly pathname: string;
  /** Where the path ends, without slashes behind it. */
  readonly end: number;
  readonly method: string;
  readonly values: string[];
  /** Filled with the methods of what the path meets; only asked for when none of them is the request's. */
  readonly allowed?: Set<string>;
}

function find(
  node: Node,
  search: Search,
  start: number,
): { operation: Operation; names: readonly string[] } | undefined {
  if (start > search.end) {
    if (search.allowed !== undefined) for (const method of node.operations.keys()) search.allowed.add(method);
    // The map is keyed by the document's methods; any other method simply finds nothing.
    return node.operations.get(search.method as HttpMethod);
  }
  const slash = search.pathname.indexOf('/', start);
  const end = slash === -1 || slash > search.end ? search.end : slash;
  const segment = search.pathname.slice(start, end);
  const literal = node.literals.get(segment);
  const hit = literal === undefined ? undefined : find(literal, search, end + 1);
  if (hit !== undefined || node.parameter === undefined) return hit;
  const value = decodeSegment(segment);
  if (value === undefined || value === '') return undefined;
  search.values.push(value);
  const viaParameter = find(node.parameter, search, end + 1);
  if (viaParameter === undefined) search.values.pop();
  return viaParameter;
}

/** Slashes before and behind a path mean nothing. */
function startOf(pathname: string): number {
  let start = 0;
  while (pathname[start] === '/') start += 1;
  return start;
}

function endOf(pathname: string): number {
  let end = pathname.length;
  while (end > 0 && pathname[end - 1] === '/') end -= 1;
  return end;
}

const splitPath = (pathname: string): string[] => {
  const [start, end] = [startOf(pathname), endOf(pathname)];
  return start < end ? pathname.slice(start, end).split('/') : [];
};

function decodeSegment(segment: string): string | undefined {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
