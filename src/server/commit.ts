import type { BackgroundWork } from './context.js';
import type { Storage } from './platform/platform.js';
import type { TableName } from './records.js';
import type { State } from './state.js';
import type { Change, StagedTransaction } from './transaction.js';

/** Stores what a transaction staged, then shows it: nobody reads what a crash could take back. */
export type Commit = (transaction: StagedTransaction) => Promise<void>;

export interface CommitParts {
  readonly storage: Storage;
  readonly state: State;
  /** Starts what waits for the commit. */
  readonly start: (work: BackgroundWork) => void;
  /** What follows from changes, and is to be stored with them. */
  readonly consequences?: (changes: readonly Change[]) => readonly Change[];
}

export function createCommit({ storage, state, start, consequences = () => [] }: CommitParts): Commit {
  return async (transaction) => {
    const staged = transaction.take();
    const changes = [...staged, ...consequences(staged)];
    const work = transaction.takeWork();
    if (changes.length === 0) {
      work.forEach(start);
      return;
    }
    state.check(changes);
    const orphans = orphansOf(changes, state);
    await storage.store.commit(changes, { durable: changes.some(mustLast) });
    state.apply(changes);
    work.forEach(start);
    // A crash before this leaves files that the next start removes.
    for (const name of orphans) await storage.removeFile(name);
  };
}

/** The tables whose records come with a file. */
export const ARCHIVE_TABLES = [
  'models',
  'orgModels',
  'plugins',
  'presignedUploads',
  'storedFiles',
  'appVersions',
] as const satisfies readonly TableName[];

const isArchiveTable = (table: TableName): table is (typeof ARCHIVE_TABLES)[number] =>
  ARCHIVE_TABLES.some((name) => name === table);

/** Records of what happened, which are not worth a flush of the disk before each answer. */
const FLEETING: ReadonlySet<TableName> = new Set<TableName>(['executions', 'fusionTraces', 'auditLogs', 'keyUses']);

function mustLast(change: Change): boolean {
  return !((change.kind === 'put' || change.kind === 'delete') && FLEETING.has(change.table));
}

/** The files that records named and no record names any more. */
function orphansOf(changes: readonly Change[], state: State): string[] {
  const left = changes.flatMap((change) => {
    if (change.kind === 'put') return archiveOf(change.table, change.record.id, state);
    return change.kind === 'delete' ? archiveOf(change.table, change.id, state) : [];
  });
  const named = new Set(
    changes.map((change) => (change.kind === 'put' && 'archive' in change.record ? change.record.archive : null)),
  );
  return left.filter((archive) => !named.has(archive));
}

function archiveOf(table: TableName, id: string, state: State): string[] {
  if (!isArchiveTable(table)) return [];
  const archive = state.get(table, id)?.archive ?? null;
  return archive === null ? [] : [archive];
}
