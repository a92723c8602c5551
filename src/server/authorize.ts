import type { Operation } from '../operation.js';
import type { Caller, Permission, StateReader } from './context.js';
import { ORGANIZATION_ID } from './organization.js';
import { forbidden } from './problem.js';
import { RESOURCE_KINDS, resourceIdOf } from './resource-kinds.js';
import { scopeOperationOf } from './keys/scope-operation.js';

/** What an operation needs: reads `read`, changes of the organization `admin`, other DELETEs `delete`, all else `write`. */
export function permissionFor({ id, http, retry }: Operation): Permission {
  if (http === 'GET' || retry === 'safe') return 'read';
  if (id.startsWith('organizations.')) return 'admin';
  return http === 'DELETE' ? 'delete' : 'write';
}

/** Throws the 403 that names the permission which the key lacks. */
export function checkPermission(operation: Operation, { permissions }: Caller): void {
  const needed = permissionFor(operation);
  if (permissions.includes('admin') || permissions.includes(needed)) return;
  const has = permissions.length === 0 ? 'none' : permissions.join(', ');
  throw forbidden(`${operation.id} needs the permission "${needed}"; this API key has ${has}.`, {
    code: 'missing_permission',
    details: { operation: operation.id, required_permission: needed, permissions: [...permissions] },
  });
}

/** What a request is about. */
export interface Touched {
  readonly path: Readonly<Record<string, string>>;
  readonly namespaceId: string | null;
  readonly state: StateReader;
}

/**
 * Throws the 403 where a key is limited to other resources. A scope of a namespace covers what is in it; a scope of one
 * resource covers the operations whose path names that resource; `*` covers all of the kind, lists and creation too.
 */
export function checkScopes(operation: Operation, { scopes }: Caller, touched: Touched): void {
  if (scopes.length === 0) return;
  const resources = resourcesTouched(operation, touched);
  const wanted = scopeOperationOf(operation);
  const covers = scopes.some(
    (scope) =>
      (scope.operations === null || scope.operations.includes(wanted)) &&
      resources.some(
        ({ type, id }) => type === scope.resource_type && (scope.resource_id === '*' || scope.resource_id === id),
      ),
  );
  if (covers) return;
  const named = resources.map(({ type, id }) => `${type} ${id ?? '*'}`).join(', ');
  throw forbidden(
    `This API key is limited to some resources, and they do not include "${wanted}" on ${named === '' ? 'this' : named}.`,
    {
      code: 'out_of_scope',
      details: { operation: operation.id, required_operation: wanted, resources: [...resources] },
    },
  );
}

interface TouchedResource {
  readonly type: string;
  /** Null: none in particular. */
  readonly id: string | null;
}

function resourcesTouched({ id, path: template }: Operation, { path, namespaceId, state }: Touched): TouchedResource[] {
  if (id.startsWith('organizations.')) return [{ type: 'organization', id: ORGANIZATION_ID }];
  const [collective = ''] = id.split('.');
  const touched: TouchedResource[] = namespaceId === null ? [] : [{ type: 'namespace', id: namespaceId }];
  for (const kind of RESOURCE_KINDS) {
    if (kind.type === 'namespace' && namespaceId !== null) continue;
    const named = path[kind.parameter];
    if (named !== undefined && template.includes(`{${kind.parameter}}`)) {
      touched.push({ type: kind.type, id: resourceIdOf(kind, named, { state, namespaceId }) ?? named });
    } else if (kind.table === collective) {
      touched.push({ type: kind.type, id: null });
    }
  }
  return touched;
}
