import type { JsonObject } from '../internal/json.js';
import type { StateReader } from './context.js';
import { isJsonObject, textOrNull } from './json-object.js';
import { TABLES, type TableName } from './records.js';

/** A kind of resource that scopes, the audit log or resource search speak of. */
export interface ResourceKind {
  /** As the API calls it: `bucket`. */
  readonly type: string;
  /** Where its records are; a table that this server does not have yet holds none. */
  readonly table: string;
  /** The path parameter that names one. */
  readonly parameter: string;
}

/** Every kind, in one place: what a family adds here is found by search, scopes and the audit log. */
export const RESOURCE_KINDS: readonly ResourceKind[] = [
  { type: 'namespace', table: 'namespaces', parameter: 'namespace_id' },
  { type: 'bucket', table: 'buckets', parameter: 'bucket_id' },
  { type: 'collection', table: 'collections', parameter: 'collection_id' },
  { type: 'retriever', table: 'retrievers', parameter: 'retriever_id' },
  { type: 'taxonomy', table: 'taxonomies', parameter: 'taxonomy_id' },
  { type: 'cluster', table: 'clusters', parameter: 'cluster_id' },
  { type: 'alert', table: 'alerts', parameter: 'alert_id' },
  { type: 'published_retriever', table: 'publications', parameter: 'public_name' },
  { type: 'storage_connection', table: 'connections', parameter: 'connection_id' },
  { type: 'user', table: 'users', parameter: 'user_email' },
  { type: 'api_key', table: 'keys', parameter: 'key_id' },
];

/** What all kinds have in common, whatever their records look like. */
export interface ResourceSummary {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly namespaceId: string | null;
  readonly createdAt: string;
  readonly updatedAt: string | null;
}

/** The resources of a kind, in order of creation. */
export function resourcesOf({ type, table }: ResourceKind, state: StateReader): ResourceSummary[] {
  return isTable(table) ? state.list(table).map((record) => summarize(type, toJson(record))) : [];
}

/** A copy of one record by its id, as plain JSON. */
export function recordOf({ table }: ResourceKind, id: string, state: StateReader): JsonObject | undefined {
  const record = isTable(table) ? state.get(table, id) : undefined;
  return record === undefined ? undefined : toJson(record);
}

/** The id behind an id or a name, in a namespace where the kind lives in one. */
export function resourceIdOf(
  kind: ResourceKind,
  idOrName: string,
  { state, namespaceId }: { state: StateReader; namespaceId: string | null },
): string | undefined {
  const { table, type } = kind;
  if (!isTable(table)) return undefined;
  const isHere = (record: JsonObject): boolean => [null, namespaceId].includes(textOrNull(record['namespace_id']));
  const [byId] = state.ids(table, (record) => record.id === idOrName && isHere(toJson(record)));
  return byId ?? state.ids(table, (record) => isHere(toJson(record)) && nameOf(type, toJson(record)) === idOrName)[0];
}

/** Records keep what callers may name either themselves or in their definition. */
function summarize(type: string, record: JsonObject): ResourceSummary {
  const definition = isJsonObject(record['definition']) ? record['definition'] : {};
  return {
    id: textOrNull(record['id']) ?? '',
    name: nameOf(type, record),
    description: textOrNull(record['description'] ?? definition['description']),
    namespaceId: textOrNull(record['namespace_id']),
    createdAt: textOrNull(record['created_at']) ?? '',
    updatedAt: textOrNull(record['updated_at']),
  };
}

const NAME_FIELDS: Readonly<Record<string, string>> = { user: 'email', published_retriever: 'public_name' };

function nameOf(type: string, record: JsonObject): string {
  const definition = isJsonObject(record['definition']) ? record['definition'] : {};
  const field = NAME_FIELDS[type] ?? `${type}_name`;
  return (
    textOrNull(record[field] ?? record['name'] ?? definition[field] ?? definition['name']) ??
    textOrNull(record['id']) ??
    ''
  );
}

const isTable = (name: string): name is TableName => Object.hasOwn(TABLES, name);

/** Records are plain JSON, which their interfaces do not say. */
const toJson = (record: object): JsonObject => record as unknown as JsonObject;
