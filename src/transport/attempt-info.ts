import type { AttemptInfo } from '../call.js';
import { ApiError } from '../errors.js';
import type { Answer, Sending } from './middleware.js';

/** What is recorded of an attempt that got a success. */
export function finished(sending: Sending, now: number, answer: Pick<Answer, 'response' | 'requestId'>): AttemptInfo {
  return describe(sending, now, answer.response.status, answer.requestId);
}

/** What is recorded of one that failed. */
export function failed(sending: Sending, now: number, error: unknown): AttemptInfo {
  if (error instanceof ApiError) return describe(sending, now, error.status, error.requestId);
  return describe(sending, now, undefined, undefined);
}

function describe(
  { number, startedAt, hedged }: Sending,
  now: number,
  status: number | undefined,
  requestId: string | undefined,
): AttemptInfo {
  const info = { number, durationMs: now - startedAt };
  if (status === undefined && requestId === undefined && !hedged) return info;
  return {
    ...info,
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(hedged ? { hedged } : {}),
  };
}
