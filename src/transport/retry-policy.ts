import { ApiError, ConnectionError, DecodeError, TimeoutError } from '../errors.js';
import type { RetryClass } from '../operation.js';
import { connectionCode, isConnectCode, isTransientCode } from './connection-code.js';

const RETRIED_STATUSES = new Set([408, 429, 500, 502, 503, 504]);

/** Whether a refusal may be answered by sending the same request again. */
export function isRetryableStatus(
  status: number,
  about: { retryClass: RetryClass; type: string | undefined; retryAfter: number | undefined },
): boolean {
  if (!RETRIED_STATUSES.has(status) || about.type === 'QuotaExceededError') return false;
  if (about.retryClass !== 'unsafe') return true;
  // Turned away before it was processed.
  return status === 429 || (status === 503 && about.retryAfter !== undefined);
}

/** Why a failed attempt may be repeated, in a few words; `undefined` when it may not. */
export function retryReason(error: unknown, retryClass: RetryClass): string | undefined {
  const unsafe = retryClass === 'unsafe';
  if (error instanceof ApiError) return error.retryable ? `status ${error.status}` : undefined;
  if (error instanceof ConnectionError) {
    const code = connectionCode(error.cause);
    if (!isTransientCode(code) || (unsafe && !isConnectCode(code))) return undefined;
    return code ?? 'connection failed';
  }
  if (error instanceof TimeoutError && error.scope === 'attempt') {
    return unsafe && error.phase !== 'connect' ? undefined : `timeout (${error.phase})`;
  }
  if (error instanceof DecodeError) return unsafe ? undefined : 'unreadable body';
  return undefined;
}
