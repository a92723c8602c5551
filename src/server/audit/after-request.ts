import type { Commit } from '../commit.js';
import type { Services, StateReader } from '../context.js';
import { isWriter } from '../is-writer.js';
import { isoTime } from '../iso-time.js';
import { createTransaction, type StagedTransaction } from '../transaction.js';
import { recordRead, recordRefusal, type AuditedRequest } from './recorder.js';

export interface AfterRequestParts {
  readonly state: StateReader;
  readonly services: Services;
  readonly commit: Commit;
}

/** Keeps what a request leaves behind besides its changes: that it was refused or read something, and that its key was used. */
export type AfterRequest = (request: AuditedRequest, status: number | undefined) => Promise<void> | undefined;

const MINUTE = 60_000;
/** Refusals that say nothing about a resource: no caller is known, or none was looked at. */
const UNTOLD: ReadonlySet<number> = new Set([401, 429]);

export function createAfterRequest({ state, services, commit }: AfterRequestParts): AfterRequest {
  return (request, status) => {
    let transaction: StagedTransaction | undefined;
    const stage = () => ({ state, services, tx: (transaction ??= createTransaction(services.id)) });
    const { operation, caller } = request;

    if (status !== undefined && !UNTOLD.has(status)) {
      const failed = status >= 400;
      if (isWriter(operation)) {
        if (failed) recordRefusal(request, stage());
      } else if (!failed) recordRead(request, stage, state);
    }
    if (caller.keyId !== null) {
      const now = services.clock.now();
      const kept = state.get('keyUses', caller.keyId)?.last_used_at;
      if (kept === undefined || now - Date.parse(kept) >= MINUTE) {
        stage().tx.put('keyUses', { id: caller.keyId, last_used_at: isoTime(now) });
      }
    }
    return transaction === undefined ? undefined : commit(transaction);
  };
}
