import type { NamespaceRecord, TableName, TableRecords } from './records.js';
import type { StateReader } from './context.js';
import { conflict, notFound } from './problem.js';

/** The tables whose records live in a namespace. */
export type NamespacedTable = {
  [T in TableName]: TableRecords[T] extends { id: string; namespace_id: string } ? T : never;
}[TableName];

export interface NamedLookup<T extends NamespacedTable> {
  /** What the request called it. */
  readonly idOrName: string;
  readonly nameOf: (record: Readonly<TableRecords[T]>) => string;
  /** How errors call it: `bucket`. */
  readonly resource: string;
}

interface Scope {
  readonly state: StateReader;
  readonly namespace: NamespaceRecord;
}

/** A copy of a record of the request's namespace, by id, else by name. Throws the 404. */
export function findRecord<T extends NamespacedTable>(
  scope: Scope,
  table: T,
  { idOrName, nameOf, resource }: NamedLookup<T>,
): TableRecords[T] {
  const byId = recordIn(scope, table, idOrName);
  if (byId !== undefined) return byId;
  const named = idNamed(scope, table, { idOrName, nameOf });
  const record = named === undefined ? undefined : scope.state.get(table, named);
  if (record === undefined) throw notFound(resource, idOrName);
  return record;
}

/** The id behind an id or a name in the request's namespace; `undefined` where there is none. */
export function idOf<T extends NamespacedTable>(
  scope: Scope,
  table: T,
  lookup: Pick<NamedLookup<T>, 'idOrName' | 'nameOf'>,
): string | undefined {
  return recordIn(scope, table, lookup.idOrName)?.id ?? idNamed(scope, table, lookup);
}

function recordIn<T extends NamespacedTable>(
  { state, namespace }: Scope,
  table: T,
  id: string,
): TableRecords[T] | undefined {
  const record = state.get(table, id);
  return record !== undefined && namespaceIdOf(record) === namespace.id ? record : undefined;
}

function idNamed<T extends NamespacedTable>(
  { state, namespace }: Scope,
  table: T,
  { idOrName, nameOf }: Pick<NamedLookup<T>, 'idOrName' | 'nameOf'>,
): string | undefined {
  return state.ids(table, (record) => namespaceIdOf(record) === namespace.id && nameOf(record) === idOrName)[0];
}

export interface NameCheck<T extends NamespacedTable> {
  readonly name: string;
  readonly nameOf: (record: Readonly<TableRecords[T]>) => string;
  /** How errors call it: `bucket`. */
  readonly resource: string;
  /** The record that is being changed: its own name is not taken. */
  readonly ownId?: string;
}

/** Throws the 409 when another record of the namespace has the name. */
export function refuseTakenName<T extends NamespacedTable>(
  { state, namespace }: Scope,
  table: T,
  { name, nameOf, resource, ownId }: NameCheck<T>,
): void {
  const [other] = state.ids(
    table,
    (record) => namespaceIdOf(record) === namespace.id && nameOf(record) === name && record.id !== ownId,
  );
  if (other === undefined) return;
  throw conflict(
    `${resource}_name_taken`,
    `Namespace "${namespace.namespace_name}" already has a ${resource} named "${name}" (${other}). Choose another name, or delete that one.`,
    { [`${resource}_name`]: name, [`${resource}_id`]: other },
  );
}

/** `NamespacedTable` admits only records that have one; a generic record cannot be narrowed to them. */
const namespaceIdOf = (record: object): string => (record as { namespace_id: string }).namespace_id;
