import { AbortError, ApiError, ConfigError, isMixpeekError, TimeoutError, ValidationError } from '../errors.js';
import type { FieldError, MixpeekError } from '../errors.js';
import { retryReason } from '../transport/retry-policy.js';
import type { Verdict } from './bulk/verdict.js';
import { readNamedLimit } from './named-limit.js';

/** A check lists at most this many places: more may be wrong than it names. */
const MOST_NAMED = 20;
/** The service said that it is too much: half as many requests at once. */
const AFTER_RATE_LIMIT = 0.5;
/** One broken connection or failed request need not mean load. */
const AFTER_TROUBLE = 0.75;

/** What becomes of documents whose upsert failed. */
export function judgeUpsert(error: unknown, documents: readonly unknown[]): Verdict {
  // Not when aborted, wrongly configured, or a bug: the next batch would fare no better.
  if (!isMixpeekError(error) || error instanceof AbortError || error instanceof ConfigError) return { kind: 'stop' };
  if (retryReason(error, 'idempotent') !== undefined || error instanceof TimeoutError) return toAgain(error);
  const limit = error instanceof ApiError ? readNamedLimit(error) : undefined;
  if (limit !== undefined) return { kind: 'smaller', ...limit };
  const faults = faultsOf(error, documents.length);
  const isFew = faults.size > 0 && faults.size < MOST_NAMED && faults.size * 2 <= documents.length;
  return isFew ? { kind: 'without', faults } : { kind: 'failed' };
}

function toAgain(error: MixpeekError): Verdict {
  if (!(error instanceof ApiError)) return { kind: 'again', share: AFTER_TROUBLE };
  const { status, retryAfter } = error;
  const waitMs = retryAfter === undefined ? undefined : retryAfter * 1000;
  return { kind: 'again', share: status === 429 ? AFTER_RATE_LIMIT : AFTER_TROUBLE, waitMs };
}

const AT = /^documents\[(\d+)\]/;

/** The documents that a refusal names, by their place in the request, each with the error that concerns it. */
function faultsOf(error: MixpeekError, count: number): Map<number, MixpeekError> {
  const faults = new Map<number, MixpeekError>();
  if (error instanceof ApiError) {
    const named = error.fieldErrors.map(({ path }) => AT.exec(path)?.[1]);
    const position = error.details?.['position'];
    for (const index of [position, ...named]) if (index !== undefined) faults.set(Number(index), error);
  } else if (error instanceof ValidationError) {
    const byDocument = new Map<number, FieldError[]>();
    for (const field of error.fieldErrors) {
      const index = Number(AT.exec(field.path)?.[1] ?? -1);
      byDocument.set(index, [...(byDocument.get(index) ?? []), field]);
    }
    for (const [index, fields] of byDocument) faults.set(index, ofOneDocument(fields, error.hint));
  }
  return [...faults.keys()].every((index) => Number.isInteger(index) && index >= 0 && index < count)
    ? faults
    : new Map<number, MixpeekError>();
}

/** What concerns one document, with its paths as in a batch of its own. */
function ofOneDocument(fields: readonly FieldError[], hint: string | undefined): ValidationError {
  const fieldErrors = fields.map((field) => ({ ...field, path: field.path.replace(AT, 'documents[0]') }));
  const [first] = fieldErrors;
  const more = fieldErrors.length > 1 ? ` (and ${fieldErrors.length - 1} more)` : '';
  return new ValidationError(`${first?.path ?? ''} ${first?.message ?? ''}${more}`, { fieldErrors, hint });
}
