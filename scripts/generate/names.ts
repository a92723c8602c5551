import type { SourceOperation } from './normalise.js';

export interface Name {
  /** `namespaces.documents` */
  resource: string;
  /** `upsert` */
  method: string;
}

const ITEM_VERBS = { get: 'get', post: 'create', put: 'replace', patch: 'update', delete: 'delete' } as const;
const MAX_LENGTH = 60;

/** Names every operation: what the overlay says, else by rule from the path. A clash is an error, because a suffix would rename silently later. */
export function nameOperations<T extends SourceOperation>(operations: readonly T[]): (T & { id: string })[] {
  const routes = new Set(operations.map(({ verb, path }) => `${verb} ${stripSlash(path)}`));
  const items = new Set(
    operations.map(({ path }) => /^(.*)\/\{[^}]+\}(\/|$)/.exec(stripSlash(path))?.[1]).filter((p) => p !== undefined),
  );
  const named = operations.map((operation) => {
    const byRule = nameByRule(operation, { routes, items });
    const id = `${operation.hints.resource ?? byRule.resource}.${operation.hints.method ?? byRule.method}`;
    if (id.length > MAX_LENGTH)
      throw new Error(
        `${describe(operation)}: the name ${id} is over ${MAX_LENGTH} characters; name it in the overlay.`,
      );
    return { ...operation, id };
  });
  failOnClash(named);
  return named.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function nameByRule({ verb, path }: SourceOperation, known: { routes: Set<string>; items: Set<string> }): Name {
  const clean = stripSlash(path);
  const segments = clean
    .split('/')
    .slice(1)
    .filter((segment, index) => !(index === 0 && /^v\d+$/.test(segment)));
  const words = segments.filter((segment) => !segment.startsWith('{')).map(camelCase);
  const last = segments.at(-1) ?? '';
  const parent = words.slice(0, -1).join('.');
  const all = words.join('.');
  if (last.startsWith('{')) return { resource: all, method: ITEM_VERBS[verb] };
  if (last === 'list' && verb === 'post') return { resource: parent, method: 'list' };
  const isCollection = known.items.has(clean) || (verb === 'get' && known.routes.has(`post ${clean}`));
  if (isCollection && verb === 'get') return { resource: all, method: 'list' };
  const isAction = !isCollection && parent !== '' && (verb === 'get' || verb === 'post');
  return isAction ? { resource: parent, method: camelCase(last) } : { resource: all, method: ITEM_VERBS[verb] };
}

function failOnClash(operations: readonly (SourceOperation & { id: string })[]): void {
  const byId = new Map<string, SourceOperation>();
  for (const operation of operations) {
    const twin = byId.get(operation.id);
    if (twin) {
      throw new Error(
        `${describe(operation)} and ${describe(twin)} would both be called ${operation.id}; name one of them in the overlay.`,
      );
    }
    byId.set(operation.id, operation);
  }
  for (const operation of operations) {
    const resource = operation.id.slice(0, operation.id.lastIndexOf('.'));
    const method = byId.get(resource);
    if (method) {
      throw new Error(
        `${resource} would be a method (${describe(method)}) and a resource (${describe(operation)}); name one of them in the overlay.`,
      );
    }
  }
}

const describe = ({ verb, path }: SourceOperation): string => `${verb.toUpperCase()} ${path}`;
const stripSlash = (path: string): string => path.replace(/\/$/, '');

export function camelCase(text: string): string {
  const words = text.split(/[^a-zA-Z0-9]+/).filter(Boolean);
  return words.map((word, index) => (index === 0 ? lowerFirst(word) : upperFirst(word))).join('');
}

/** `namespaces.documents.upsert` -> `NamespacesDocumentsUpsert`; also makes type names of schema names like `X-Input`. */
export const pascalCase = (text: string): string =>
  text
    .split(/[^a-zA-Z0-9]+/)
    .filter(Boolean)
    .map(upperFirst)
    .join('');

const upperFirst = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const lowerFirst = (word: string): string => word.charAt(0).toLowerCase() + word.slice(1);
