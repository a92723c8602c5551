import type { ApiError } from '../errors.js';
import type { NamedSize } from './bulk/limits.js';

const ITEM_FIELDS = ['max_documents', 'max_items', 'max_batch_size', 'max_length'];
const BYTE_FIELDS = ['max_bytes', 'max_body_bytes', 'max_size_bytes'];
/** As in "List should have at most 100 items after validation, not 500". */
const AT_MOST_ITEMS = /\bat most ([\d,]+) (?:items|documents|entries)\b/i;

/**
 * The limit that a 400, 413 or 422 names for the number of documents or the bytes of a request; `undefined` when the
 * refusal is not about size. A 413 that names none is `{}`.
 */
export function readNamedLimit(error: ApiError): NamedSize | undefined {
  if (error.status !== 400 && error.status !== 413 && error.status !== 422) return undefined;
  const items = firstCount(error.details, ITEM_FIELDS) ?? itemsIn(textAbout(error));
  const bytes = firstCount(error.details, BYTE_FIELDS);
  if (items === undefined && bytes === undefined) return error.status === 413 ? {} : undefined;
  return { items, bytes };
}

/** Only what is said of the list itself: a payload field may have a limit of its own. */
function textAbout(error: ApiError): string {
  if (error.fieldErrors.length === 0) return error.message;
  return error.fieldErrors.flatMap(({ path, message }) => (path === 'documents' ? [message] : [])).join(' ');
}

function itemsIn(text: string): number | undefined {
  const digits = AT_MOST_ITEMS.exec(text)?.[1];
  return digits === undefined ? undefined : asCount(Number(digits.replaceAll(',', '')));
}

function firstCount(details: ApiError['details'], names: readonly string[]): number | undefined {
  return names.map((name) => asCount(details?.[name])).find((count) => count !== undefined);
}

function asCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}
