import type { JsonObject, JsonValue } from '../../internal/json.js';
import type { StateReader } from '../context.js';
import { isJsonObject } from '../json-object.js';
import { RESOURCE_KINDS } from '../resource-kinds.js';
import type { Change } from '../transaction.js';

/** Never written down, old or new. */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'key_hash',
  'retired_hashes',
  'value',
  'password',
  'credentials',
  'config',
]);
/** Said by every change. */
const UNTOLD: ReadonlySet<string> = new Set(['updated_at', 'revoked_by']);

/** The staged change of a resource of this type: the record's id, and what changes in it. */
export interface StagedChange {
  readonly id: string;
  /** Null for what is made or deleted. */
  readonly changes: JsonObject | null;
}

const TABLES_OF: Readonly<Record<string, string>> = {
  organization: 'organizations',
  secret: 'secrets',
  ...Object.fromEntries(RESOURCE_KINDS.map(({ type, table }) => [type, table])),
};

export function findChange(
  resourceType: string,
  staged: readonly Change[],
  state: StateReader,
): StagedChange | undefined {
  const table = TABLES_OF[resourceType];
  for (const change of staged) {
    if (!('table' in change) || change.table !== table) continue;
    if (change.kind === 'delete') return { id: change.id, changes: null };
    const before = state.get(change.table, change.record.id);
    return { id: change.record.id, changes: before === undefined ? null : differences(before, change.record) };
  }
  return undefined;
}

function differences(before: object, after: object): JsonObject | null {
  const [old, now] = [flatten(before), flatten(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (name) => !UNTOLD.has(name) && JSON.stringify(old[name]) !== JSON.stringify(now[name]),
  );
  if (names.length === 0) return null;
  return Object.fromEntries(
    names.map((name): [string, JsonValue] => {
      if (SECRET_FIELDS.has(name)) return [name, { from: '***', to: '***' }];
      return [name, { from: old[name] ?? null, to: now[name] ?? null }];
    }),
  );
}

/** Fields of the record; those of a `definition`, or of `billing`, as its own. */
function flatten(record: object): JsonObject {
  const { definition, billing, ...own } = record as JsonObject;
  return { ...own, ...(isJsonObject(definition) ? definition : {}), ...(isJsonObject(billing) ? billing : {}) };
}
