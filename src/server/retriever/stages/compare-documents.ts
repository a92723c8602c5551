import { compareStrings } from '../../../internal/compare-strings.js';
import type { JsonValue } from '../../../internal/json.js';
import { compareValues } from '../../engine/index.js';
import type { RankedDocument } from '../ranked-document.js';

export type SortDirection = 'asc' | 'desc';

/** Documents in the order of a value; those without one together at one end, equal ones by id. */
export function sortByValue(
  documents: readonly RankedDocument[],
  options: {
    value: (document: RankedDocument) => JsonValue | undefined;
    direction: SortDirection;
    missing: 'first' | 'last';
  },
): RankedDocument[] {
  const { direction, missing } = options;
  const keyed = documents.map((document) => ({ document, value: options.value(document) ?? null }));
  keyed.sort((a, b) => {
    const isMissing = a.value === null || b.value === null;
    const order = compareValues(a.value, b.value, direction);
    return (isMissing && missing === 'first' ? -order : order) || compareStrings(a.document.id, b.document.id);
  });
  return keyed.map(({ document }) => document);
}
