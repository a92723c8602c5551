import { isApiError, isMixpeekError } from '../errors.js';
import type { ApiError } from '../errors.js';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';

/** The code for an error of the client; `undefined` for any other error. */
export function exitCodeOf(error: unknown): ExitCode | undefined {
  if (isApiError(error)) return codeOfAnswer(error);
  if (!isMixpeekError(error)) return undefined;
  switch (error.name) {
    case 'ConfigError':
    case 'ValidationError':
      return exitCodes.usage;
    case 'ConnectionError':
    case 'TimeoutError':
      return exitCodes.network;
    case 'AbortError':
      return exitCodes.interrupted;
    case 'DecodeError':
    case 'TaskFailedError':
      return exitCodes.server;
    default:
      return exitCodes.internal;
  }
}

function codeOfAnswer({ status, type }: ApiError): ExitCode {
  if (status === 429 || status === 402 || type === 'QuotaExceededError') return exitCodes.rateLimit;
  if (status === 401 || status === 403) return exitCodes.auth;
  if (status === 404 || status === 410) return exitCodes.notFound;
  if (status === 409) return exitCodes.conflict;
  if (status === 408) return exitCodes.network;
  return status >= 500 ? exitCodes.server : exitCodes.usage;
}
