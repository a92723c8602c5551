import type { ServerClock } from './clock.js';
import { createDocumentSpace, type WritableSpace } from './consistency.js';
import type { StateReader } from './context.js';
import { copyRecord } from './copy-record.js';
import { TABLES, type JobRecord, type NamespaceRecord, type TableName, type TableRecords } from './records.js';
import type { LoadedItem } from './storage/store.js';
import type { Change } from './transaction.js';

/** The committed state of one instance, in memory. */
export interface State extends StateReader {
  /** Throws when the changes could not be applied; called before they are stored. */
  check(changes: readonly Change[]): void;
  apply(changes: readonly Change[]): void;
  load(items: AsyncIterable<LoadedItem>): Promise<void>;
  clear(): void;
  /** As `findNamespace`, but the record itself. Committed records are replaced, never changed. */
  peekNamespace(idOrName: string): Readonly<NamespaceRecord> | undefined;
  /** The scheduled jobs themselves, not copies: looked through before every request. */
  jobs(): Iterable<Readonly<JobRecord>>;
}

type Tables = { readonly [T in TableName]: Map<string, TableRecords[T]> };

const BATCH = 1000;

export function createState(options: { clock: ServerClock; lagMs: number }): State {
  const tables = createTables();
  const spaces = new Map<string, WritableSpace>();
  const namespaceIdByName = new Map<string, string>();

  const spaceOf = (namespaceId: string): WritableSpace => {
    let space = spaces.get(namespaceId);
    if (space === undefined) {
      space = createDocumentSpace(options);
      spaces.set(namespaceId, space);
      const record = tables.namespaces.get(namespaceId);
      if (record !== undefined) space.configure(record);
    }
    return space;
  };

  const putRecord = <T extends TableName>(table: T, record: TableRecords[T]): void => {
    if (table === 'namespaces') forgetName(record.id);
    // A generic table cannot be narrowed to its map; table and record are paired by the signature.
    (tables[table] as Map<string, TableRecords[T]>).set(record.id, record);
    if (table === 'namespaces') {
      const namespace = record as NamespaceRecord;
      namespaceIdByName.set(namespace.namespace_name, namespace.id);
      spaceOf(namespace.id).configure(namespace);
    }
  };

  const forgetName = (namespaceId: string): void => {
    const previous = tables.namespaces.get(namespaceId);
    if (previous !== undefined) namespaceIdByName.delete(previous.namespace_name);
  };

  const peekNamespace = (idOrName: string): Readonly<NamespaceRecord> | undefined => {
    const record = tables.namespaces.get(idOrName);
    if (record !== undefined) return record;
    const id = namespaceIdByName.get(idOrName);
    return id === undefined ? undefined : tables.namespaces.get(id);
  };

  const applyOne = (change: Change): void => {
    switch (change.kind) {
      case 'put':
        putRecord(change.table, change.record);
        return;
      case 'delete':
        if (change.table === 'namespaces') forgetName(change.id);
        tables[change.table].delete(change.id);
        return;
      case 'putDocuments':
        spaceOf(change.namespaceId).put(change.documents);
        return;
      case 'deleteDocuments':
        spaceOf(change.namespaceId).remove(change.ids);
        return;
      case 'rebuildIndexes':
        spaceOf(change.namespaceId).rebuildIndexes(change.fields);
        return;
      case 'dropDocuments':
        spaces.delete(change.namespaceId);
    }
  };

  return {
    get: (table, id) => {
      const record = tables[table].get(id);
      return record === undefined ? undefined : copyRecord(record);
    },
    ids: (table, matches) =>
      Array.from(tables[table].values())
        .filter((record) => matches(record))
        .map(({ id }) => id),
    count: (table) => tables[table].size,
    list: (table) => Array.from(tables[table].values(), (record) => copyRecord(record)),
    findNamespace(idOrName) {
      const record = peekNamespace(idOrName);
      return record === undefined ? undefined : copyRecord(record);
    },
    peekNamespace,
    documents: (namespaceId) => spaceOf(namespaceId),
    check(changes) {
      const staged = new Map<string, NamespaceRecord>();
      const dropped = new Set<string>();
      for (const change of changes) {
        if (change.kind === 'put' && change.table === 'namespaces') staged.set(change.record.id, change.record);
        if (change.kind === 'dropDocuments') dropped.add(change.namespaceId);
        if (change.kind !== 'putDocuments') continue;
        const { namespaceId, documents } = change;
        const space = dropped.has(namespaceId) ? createDocumentSpace(options) : spaceOf(namespaceId);
        space.check(staged.get(namespaceId), documents);
      }
    },
    jobs: () => tables.jobs.values(),
    apply: (changes) => changes.forEach(applyOne),
    async load(items) {
      let batch: Extract<LoadedItem, { kind: 'document' }>[] = [];
      const flush = (): void => {
        const [first] = batch;
        if (first !== undefined) spaceOf(first.namespaceId).restore(batch.map(({ document }) => document));
        batch = [];
      };
      for await (const item of items) {
        if (item.kind === 'record') {
          putRecord(item.table, item.record);
          continue;
        }
        if (batch.length === BATCH || (batch[0] !== undefined && batch[0].namespaceId !== item.namespaceId)) flush();
        batch.push(item);
      }
      flush();
    },
    clear() {
      for (const table of Object.values(tables)) table.clear();
      spaces.clear();
      namespaceIdByName.clear();
    },
  };
}

function createTables(): Tables {
  // A mapped type cannot be built entry by entry; `TABLES` holds every name.
  return Object.fromEntries(Object.keys(TABLES).map((name) => [name, new Map()])) as unknown as Tables;
}
