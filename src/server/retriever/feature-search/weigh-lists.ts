import type { JsonObject } from '../../../internal/json.js';
import { LEXICAL, type LearnedFusion } from './learned-fusion.js';
import type { SearchedList } from './searches.js';

const featureOf = ({ feature }: SearchedList): string => feature ?? LEXICAL;

/** The lists with learned weights in place of their own. */
export function weighLists(
  lists: readonly SearchedList[],
  { learned, learningConfig }: { learned: LearnedFusion; learningConfig: JsonObject | null },
): SearchedList[] {
  const weights = learned.weigh([...new Set(lists.map(featureOf))], learningConfig);
  learned.note(sharesOf(lists));
  return lists.map((list) => ({ ...list, weight: weights[featureOf(list)] ?? 0 }));
}

/** A feature owns a document by the reciprocal of its rank there: weights do not count, so that they do not feed themselves. */
function sharesOf(lists: readonly SearchedList[]): Record<string, Record<string, number>> {
  const shares = new Map<string, Map<string, number>>();
  for (const list of lists) {
    for (const [place, { id }] of list.hits.entries()) {
      const own = shares.get(id) ?? new Map<string, number>();
      shares.set(id, own);
      own.set(featureOf(list), (own.get(featureOf(list)) ?? 0) + 1 / (place + 1));
    }
  }
  return Object.fromEntries(Array.from(shares, ([id, own]) => [id, toShares(own)]));
}

function toShares(own: ReadonlyMap<string, number>): Record<string, number> {
  const sum = [...own.values()].reduce((total, part) => total + part, 0);
  return Object.fromEntries(Array.from(own, ([feature, part]) => [feature, part / sum]));
}
