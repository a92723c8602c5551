import { compareStrings } from '../../../internal/compare-strings.js';
import type { JsonValue } from '../../../internal/json.js';
import { comparePlaces, placeOf } from '../../engine/index.js';
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
  const places = documents.map((document) => ({ document, place: placeOf(options.value(document)) }));
  const last = placeOf(null).rank;
  places.sort((a, b) => {
    const isMissing = a.place.rank === last || b.place.rank === last;
    const order = comparePlaces(a.place, b.place, direction);
    return (isMissing && missing === 'first' ? -order : order) || compareStrings(a.document.id, b.document.id);
  });
  return places.map(({ document }) => document);
}
