import type { State } from './state.js';
import type { Store } from './storage/store.js';
import type { Change, StagedTransaction } from './transaction.js';

/** Stores what a transaction staged, then shows it: nobody reads what a crash could take back. */
export type Commit = (transaction: StagedTransaction) => Promise<void>;

export function createCommit({ store, state }: { store: Store; state: State }): Commit {
  return async (transaction) => {
    const changes = transaction.take();
    if (changes.length === 0) return;
    state.check(changes);
    await store.commit(changes, { durable: changes.some(mustLast) });
    state.apply(changes);
  };
}

/** The record of a search is not worth a flush of the disk before each answer. */
function mustLast(change: Change): boolean {
  return !((change.kind === 'put' || change.kind === 'delete') && change.table === 'executions');
}
