import type { StoredDocument } from '../document-space.js';
import type { TableName, TableRecords } from '../records.js';
import type { Change } from '../transaction.js';

/** Where committed state lasts. What `commit` resolved for is there after a crash. */
export interface Store {
  /** What was committed, records in order of creation, then documents. */
  load(): AsyncIterable<LoadedItem>;
  /** All changes or none. */
  commit(changes: readonly Change[], options: CommitOptions): Promise<void>;
  /** A value of the instance: its secret, the number of its starts. */
  getValue(name: string): Promise<string | undefined>;
  setValue(name: string, value: string): Promise<void>;
  /** Forgets all records and documents. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export interface CommitOptions {
  /** Waits until the bytes are on the disk. */
  readonly durable: boolean;
}

export type LoadedItem =
  | {
      readonly [T in TableName]: { readonly kind: 'record'; readonly table: T; readonly record: TableRecords[T] };
    }[TableName]
  | { readonly kind: 'document'; readonly namespaceId: string; readonly document: StoredDocument };
