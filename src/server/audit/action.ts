import type { JsonObject } from '../../internal/json.js';
import type { Operation } from '../../operation.js';

/** What an operation does, in the words of the audit log. */
export interface AuditedAction {
  /** `retriever_updated` */
  readonly action: string;
  /** `retriever` */
  readonly resourceType: string;
}

/** Collections of operations whose resource the audit log calls otherwise. */
const NOUNS: Readonly<Record<string, string>> = {
  'organizations.connections': 'storage_connection',
  'organizations.audit.settings': 'organization',
  'organizations.billing': 'organization',
  'organizations.billing.spendingCaps': 'organization',
  'namespaces.textIndexes': 'namespace',
  'namespaces.payloadIndexes': 'namespace',
};

const ACTIONS: Readonly<Record<string, string>> = {
  'namespaces.clone': 'namespace_created',
  'namespaces.promote': 'namespace_updated',
  'namespaces.ensureIndexes': 'namespace_updated',
  'namespaces.textIndexes.create': 'namespace_updated',
  'namespaces.payloadIndexes.create': 'namespace_updated',
  'organizations.addCredits': 'organization_updated',
  'organizations.users.apiKeys.delete': 'api_key_revoked',
  'retrievers.clone': 'retriever_created',
  'collections.clone': 'collection_created',
  'taxonomies.clone': 'taxonomy_created',
};

const PAST: Readonly<Record<string, string>> = {
  create: 'created',
  createStandalone: 'created',
  update: 'updated',
  replace: 'updated',
  set: 'updated',
  delete: 'deleted',
  rotate: 'rotated',
  execute: 'executed',
  test: 'tested',
};

/** What a change is called. `body` tells changes of one operation apart. */
export function actionOf({ id }: Operation, body: JsonObject): AuditedAction {
  const cut = id.lastIndexOf('.');
  const [collection, method] = [id.slice(0, cut), id.slice(cut + 1)];
  const resourceType = NOUNS[collection] ?? toNoun(collection);
  if (id === 'organizations.users.apiKeys.update') return { action: keyChange(body), resourceType };
  const isSetting = resourceType === 'organization' && PAST[method] === undefined;
  const past = isSetting ? 'updated' : (PAST[method] ?? toSnake(method));
  return { action: ACTIONS[id] ?? `${resourceType}_${past}`, resourceType };
}

/** What a read is called, where reads are recorded: of single resources, and executions. */
export function readActionOf({ id, http }: Operation): AuditedAction | undefined {
  if (/^retrievers\.(?:execute|executeAdhoc|executeBatch)$/.test(id)) {
    return { action: 'retriever_queried', resourceType: 'retriever' };
  }
  const [collection = '', method, ...deeper] = id.split('.');
  if (http !== 'GET' || method !== 'get' || deeper.length > 0 || !READ.has(collection)) return undefined;
  const resourceType = toNoun(collection);
  return { action: `${resourceType}_accessed`, resourceType };
}

const READ: ReadonlySet<string> = new Set([
  'namespaces',
  'collections',
  'buckets',
  'retrievers',
  'clusters',
  'taxonomies',
  'alerts',
]);

function keyChange(body: JsonObject): string {
  if (body['status'] === 'revoked') return 'api_key_revoked';
  if (Array.isArray(body['permissions'])) return 'permission_updated';
  return Array.isArray(body['scopes']) ? 'api_key_scope_updated' : 'api_key_updated';
}

/** `organizations.users.apiKeys` -> `api_key`, `taxonomies` -> `taxonomy` */
function toNoun(collection: string): string {
  const last = toSnake(collection.slice(collection.lastIndexOf('.') + 1));
  return last
    .replace(/ies$/, 'y')
    .replace(/(ch|sh|x|ss)es$/, '$1')
    .replace(/([^s])s$/, '$1');
}

const toSnake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
