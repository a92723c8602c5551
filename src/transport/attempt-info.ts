import type { AttemptInfo } from '../call.js';
import { ApiError } from '../errors.js';
import type { Answer, Sending } from './middleware.js';

/** What is recorded of an attempt that got a success. */
export function finished(sending: Sending, now: number, answer: Pick<Answer, 'response' | 'requestId'>): AttemptInfo {
  return describe(sending, now, { status: answer.response.status, requestId: answer.requestId });
}

/** What is recorded of one that failed. */
export function failed(sending: Sending, now: number, error: unknown): AttemptInfo {
  return describe(sending, now, error instanceof ApiError ? error : {});
}

function describe(
  { number, startedAt, hedged }: Sending,
  now: number,
  { status, requestId }: { status?: number | undefined; requestId?: string | undefined },
): AttemptInfo {
  const info: { -readonly [Key in keyof AttemptInfo]: AttemptInfo[Key] } = { number, durationMs: now - startedAt };
  if (status !== undefined) info.status = status;
  if (requestId !== undefined) info.requestId = requestId;
  if (hedged) info.hedged = hedged;
  return info;
}
