import type { JobContext } from '../context.js';
import { isoTime } from '../iso-time.js';

/** A connection that fails this often in a row is marked FAILED. */
const FAILURES_TO_FAIL = 3;

/** Longest `last_error`. */
export const MAX_ERROR_LENGTH = 1000;

/** Counts a use of a connection; `error` is null when it worked. */
export function noteUse(connectionId: string, error: string | null, { state, tx, services }: JobContext): void {
  const connection = state.get('connections', connectionId);
  if (connection === undefined) return;
  const failures = error === null ? 0 : connection.consecutive_failures + 1;
  const failed = failures >= FAILURES_TO_FAIL;
  tx.put('connections', {
    ...connection,
    last_used_at: isoTime(services.clock.now()),
    last_error: error?.slice(0, MAX_ERROR_LENGTH) ?? null,
    consecutive_failures: failures,
    status: connection.status === 'SUSPENDED' ? 'SUSPENDED' : failed ? 'FAILED' : 'ACTIVE',
  });
}
