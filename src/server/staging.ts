import { copyRecord } from './copy-record.js';
import type { StateReader, Transaction } from './context.js';
import type { NamespaceRecord, TableName, TableRecords } from './records.js';

/** Changes that see each other before they are made part of a transaction, or are dropped together. */
export interface Staging {
  /** The committed state with what was staged here on top. Documents are the committed ones. */
  readonly state: StateReader;
  readonly tx: Transaction;
  /** Takes all of it into the transaction that this was made for. Without it, nothing has happened. */
  apply(): void;
}

type Step = (tx: Transaction) => void;

/** A committed record that a step replaced or removed (null), or a new one. */
type Layer = Map<string, TableRecords[TableName] | null>;

const NOTHING: ReadonlyMap<string, TableRecords[TableName] | null> = new Map();

export function createStaging({ state, tx }: { state: StateReader; tx: Transaction }): Staging {
  const layers = new Map<TableName, Layer>();
  const steps: Step[] = [];

  const layerOf = (table: TableName): Layer => {
    let layer = layers.get(table);
    if (layer === undefined) {
      layer = new Map<string, TableRecords[TableName] | null>();
      layers.set(table, layer);
    }
    return layer;
  };

  /** Records of one table: its layer holds no others. */
  const staged = <T extends TableName>(table: T): ReadonlyMap<string, TableRecords[T] | null> =>
    (layers.get(table) ?? NOTHING) as ReadonlyMap<string, TableRecords[T] | null>;

  const list = <T extends TableName>(table: T): TableRecords[T][] => {
    const layer = staged(table);
    const committed = state.list(table);
    const known = new Set(committed.map(({ id }) => id));
    const present = committed.flatMap((record) => {
      const replaced = layer.get(record.id);
      if (replaced === undefined) return [record];
      return replaced === null ? [] : [copyRecord(replaced)];
    });
    const added = [...layer].flatMap(([id, record]) => (known.has(id) || record === null ? [] : [copyRecord(record)]));
    return [...present, ...added];
  };

  const reader: StateReader = {
    get(table, id) {
      const record = staged(table).get(id);
      if (record === undefined) return state.get(table, id);
      return record === null ? undefined : copyRecord(record);
    },
    list,
    ids: (table, matches) =>
      list(table)
        .filter((record) => matches(record))
        .map(({ id }) => id),
    count: (table) => list(table).length,
    findNamespace(idOrName) {
      const records: NamespaceRecord[] = list('namespaces');
      return records.find(({ id }) => id === idOrName) ?? records.find(({ namespace_name: name }) => name === idOrName);
    },
    documents: (namespaceId) => state.documents(namespaceId),
  };

  return {
    state: reader,
    tx: {
      put(table, record) {
        const copy = copyRecord(record);
        layerOf(table).set(record.id, copy);
        steps.push((target) => target.put(table, copy));
      },
      delete(table, id) {
        layerOf(table).set(id, null);
        steps.push((target) => target.delete(table, id));
      },
      putDocuments: (namespaceId, documents) =>
        void steps.push((target) => target.putDocuments(namespaceId, documents)),
      deleteDocuments: (namespaceId, ids) => void steps.push((target) => target.deleteDocuments(namespaceId, ids)),
      rebuildIndexes: (namespaceId, fields) => void steps.push((target) => target.rebuildIndexes(namespaceId, fields)),
      dropDocuments: (namespaceId) => void steps.push((target) => target.dropDocuments(namespaceId)),
      schedule: (kind, dueAt, payload) => void steps.push((target) => target.schedule(kind, dueAt, payload)),
      afterCommit: (work) => void steps.push((target) => target.afterCommit(work)),
    },
    apply() {
      for (const step of steps.splice(0)) step(tx);
    },
  };
}
