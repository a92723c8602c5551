import { AbortError, ApiError, ConfigError, isMixpeekError, ValidationError } from '../errors.js';
import type { FieldError, MixpeekError } from '../errors.js';
import type { UpsertDocument } from '../generated/schemas.js';

/** Neighbouring documents that were not written: a whole batch, or those of it that were wrong. */
export interface FailedBatch {
  /** Position of its first document in the source, from 0. Paths in the error count from here. */
  readonly from: number;
  /** How many documents it had. */
  readonly count: number;
  /** Ids where the documents have them, in order. */
  readonly documentIds: readonly (string | undefined)[];
  readonly error: MixpeekError;
}

/** A document and where it stands in the source. */
interface Placed {
  readonly document: UpsertDocument;
  readonly position: number;
}

export interface BatchResult {
  inserted: number;
  failed: FailedBatch[];
}

/** A check lists at most this many places: more may be wrong than it names. */
const MOST_NAMED = 20;

/**
 * Writes a batch. When a refusal names a few documents, these are listed and the others sent again; a refusal that
 * names none, or most, fails the batch.
 */
export async function writeBatch(
  documents: readonly UpsertDocument[],
  from: number,
  send: (documents: UpsertDocument[]) => PromiseLike<{ inserted: number }>,
): Promise<BatchResult> {
  const result: BatchResult = { inserted: 0, failed: [] };
  let rest: Placed[] = documents.map((document, offset) => ({ document, position: from + offset }));
  while (rest.length > 0) {
    try {
      result.inserted += (await send(rest.map(({ document }) => document))).inserted;
      return result;
    } catch (error) {
      if (!isListed(error)) throw error;
      const faults = faultsOf(error);
      const isFew = faults.size > 0 && faults.size < MOST_NAMED && faults.size * 2 <= rest.length;
      if (!isFew) {
        result.failed.push(...toRuns(rest, error));
        return result;
      }
      for (const [index, own] of faults) result.failed.push(...toRuns(rest.slice(index, index + 1), own));
      rest = rest.filter((_, index) => !faults.has(index));
    }
  }
  return result;
}

/** Not when aborted, wrongly configured, or a bug: the next batch would fare no better. */
function isListed(error: unknown): error is MixpeekError {
  return isMixpeekError(error) && !(error instanceof AbortError) && !(error instanceof ConfigError);
}

const AT = /^documents\[(\d+)\]/;

/** The documents that a refusal names, by their place in the request, each with the error that concerns it. */
function faultsOf(error: MixpeekError): Map<number, MixpeekError> {
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
  return [...faults.keys()].every((index) => Number.isInteger(index) && index >= 0)
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

/** Neighbours of the source together: after faulty documents were taken out, a batch has gaps. */
function toRuns(placed: readonly Placed[], error: MixpeekError): FailedBatch[] {
  const runs: Placed[][] = [];
  for (const each of placed) {
    const last = runs.at(-1);
    if (last?.at(-1)?.position === each.position - 1) last.push(each);
    else runs.push([each]);
  }
  return runs.map((run) => ({
    from: run[0]?.position ?? 0,
    count: run.length,
    documentIds: run.map(({ document }) => (document as UpsertDocument | null)?.document_id),
    error,
  }));
}
