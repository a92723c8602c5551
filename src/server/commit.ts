import type { Storage } from './platform/platform.js';
import type { State } from './state.js';
import type { Change, StagedTransaction } from './transaction.js';

/** Stores what a transaction staged, then shows it: nobody reads what a crash could take back. */
export type Commit = (transaction: StagedTransaction) => Promise<void>;

export function createCommit({ storage, state }: { storage: Storage; state: State }): Commit {
  return async (transaction) => {
    const changes = transaction.take();
    if (changes.length === 0) return;
    state.check(changes);
    const orphans = changes.flatMap((change) => archiveOf(change, state));
    await storage.store.commit(changes, { durable: changes.some(mustLast) });
    state.apply(changes);
    // A crash before this leaves files that the next start removes.
    for (const name of orphans) await storage.removeFile(name);
  };
}

/** The record of a search is not worth a flush of the disk before each answer. */
function mustLast(change: Change): boolean {
  return !((change.kind === 'put' || change.kind === 'delete') && change.table === 'executions');
}

/** The file that goes with a deleted model. */
function archiveOf(change: Change, state: State): string[] {
  if (change.kind !== 'delete' || change.table !== 'models') return [];
  const archive = state.get('models', change.id)?.archive ?? null;
  return archive === null ? [] : [archive];
}
