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
  const id = idOf(scope, table, { idOrName, nameOf });
  const record = id === undefined ? undefined : scope.state.get(table, id);
  if (record === undefined) throw notFound(resource, idOrName);
  return record;
}

/** The id behind an id or a name in the request's namespace; `undefined` where there is none. */
export function idOf<T extends NamespacedTable>(
  { state, namespace }: Scope,
  table: T,
  { idOrName, nameOf }: Pick<NamedLookup<T>, 'idOrName' | 'nameOf'>,
): string | undefined {
  const isIn = (record: Readonly<TableRecords[T]>): boolean => namespaceIdOf(record) === namespace.id;
  const [byId] = state.ids(table, (record) => record.id === idOrName && isIn(record));
  return byId ?? state.ids(table, (record) => isIn(record) && nameOf(record) === idOrName)[0];
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
