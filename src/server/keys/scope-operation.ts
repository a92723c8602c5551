import type { Operation } from '../../operation.js';

/** What a scope may allow on a resource. */
export type ScopeOperation =
  | 'read_data'
  | 'write_data'
  | 'delete_data'
  | 'execute_retriever'
  | 'create_retriever'
  | 'delete_retriever'
  | 'execute_job'
  | 'cancel_job'
  | 'create_cluster'
  | 'delete_cluster'
  | 'modify_cluster'
  | 'modify_infrastructure'
  | 'manage_permissions';

/** The first that fits an operation's id; what none fits goes by the verb. */
const RULES: readonly (readonly [RegExp, ScopeOperation])[] = [
  [/^organizations\./, 'manage_permissions'],
  [/^retrievers\.(?:execute|executeAdhoc|executeBatch|explain)/, 'execute_retriever'],
  [/^retrievers\.(?:create|clone)$/, 'create_retriever'],
  [/^retrievers\.delete$/, 'delete_retriever'],
  [/^tasks\.delete$|\.(?:cancel|kill)$/, 'cancel_job'],
  [/^clusters\.create$/, 'create_cluster'],
  [/^clusters\.delete$/, 'delete_cluster'],
  [/\.(?:trigger|submit|execute|materialize)$/, 'execute_job'],
  [/^clusters\.(?:update|replace|enrich)/, 'modify_cluster'],
  [
    /^namespaces\.(?:update|replace|promote|ensureIndexes|payloadIndexes|textIndexes|models|plugins)/,
    'modify_infrastructure',
  ],
];

export function scopeOperationOf({ id, http, retry }: Operation): ScopeOperation {
  const isRead = http === 'GET' || retry === 'safe';
  const rule = RULES.find(([pattern, operation]) => pattern.test(id) && (!isRead || operation.startsWith('execute')));
  if (rule !== undefined) return rule[1];
  if (isRead) return 'read_data';
  return http === 'DELETE' ? 'delete_data' : 'write_data';
}
