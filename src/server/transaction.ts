import { copyRecord } from './copy-record.js';
import type { BackgroundWork, Transaction } from './context.js';
import type { StoredDocument } from './document-space.js';
import type { JobRecord, TableName, TableRecords } from './records.js';

/** One staged step, in the order in which a resolver took it. */
export type Change =
  | RecordChange
  | { readonly kind: 'delete'; readonly table: TableName; readonly id: string }
  | { readonly kind: 'putDocuments'; readonly namespaceId: string; readonly documents: readonly StoredDocument[] }
  | { readonly kind: 'deleteDocuments'; readonly namespaceId: string; readonly ids: readonly string[] }
  | { readonly kind: 'rebuildIndexes'; readonly namespaceId: string; readonly fields: readonly string[] }
  | { readonly kind: 'dropDocuments'; readonly namespaceId: string };

/** A record with its table, so that a `switch` on the table narrows the record. */
export type RecordChange = {
  readonly [T in TableName]: { readonly kind: 'put'; readonly table: T; readonly record: TableRecords[T] };
}[TableName];

export interface StagedTransaction extends Transaction {
  /** What is staged so far. */
  staged(): readonly Change[];
  /** Hands over what was staged and starts anew. */
  take(): Change[];
  /** Hands over what is to start after the commit. */
  takeWork(): BackgroundWork[];
}

export function createTransaction(id: (prefix: string) => string): StagedTransaction {
  let changes: Change[] = [];
  let work: BackgroundWork[] = [];
  const put = <T extends TableName>(table: T, record: TableRecords[T]): void => {
    // A generic table cannot be matched with its record by the compiler; the signature of `put` guarantees the pair.
    changes.push({ kind: 'put', table, record: copyRecord(record) } as unknown as RecordChange);
  };

  return {
    put,
    delete: (table, recordId) => void changes.push({ kind: 'delete', table, id: recordId }),
    putDocuments(namespaceId, documents) {
      if (documents.length > 0) changes.push({ kind: 'putDocuments', namespaceId, documents: [...documents] });
    },
    deleteDocuments(namespaceId, ids) {
      if (ids.length > 0) changes.push({ kind: 'deleteDocuments', namespaceId, ids: [...ids] });
    },
    rebuildIndexes(namespaceId, fields) {
      if (fields.length > 0) changes.push({ kind: 'rebuildIndexes', namespaceId, fields: [...fields] });
    },
    dropDocuments: (namespaceId) => void changes.push({ kind: 'dropDocuments', namespaceId }),
    schedule(kind, dueAt, payload) {
      const job: JobRecord = { id: id('job'), kind, due_at: dueAt, payload };
      put('jobs', job);
    },
    afterCommit: (task) => void work.push(task),
    staged: () => changes,
    takeWork() {
      const taken = work;
      work = [];
      return taken;
    },
    take() {
      const taken = changes;
      changes = [];
      return taken;
    },
  };
}
