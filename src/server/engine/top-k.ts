import { compareStrings } from '../../internal/compare-strings.js';
import type { Hit } from './types.js';

/** Keeps the best `limit` of the items offered to it, known by number, in memory for `limit` items. */
export interface TopK {
  /** What scores less than this cannot get in; -Infinity while there is room. */
  floor(): number;
  offer(score: number, item: number): void;
  /** Best first. */
  ranked(): { item: number; score: number }[];
}

/** Best first; equal scores by id ascending. */
export function compareHits(a: Hit, b: Hit): number {
  return b.score - a.score || compareStrings(a.id, b.id);
}

/** `compare` orders items of equal score: below 0 when the first one goes before the second. */
export function createTopK(limit: number, compare: (a: number, b: number) => number): TopK {
  // A heap with the worst at the root, in two lists of plain numbers: most offers are turned down by its score alone.
  const scores: number[] = [];
  const items: number[] = [];

  const order = (score: number, item: number, at: number): number =>
    (scores[at] as number) - score || compare(item, items[at] as number);
  const isWorse = (a: number, b: number): boolean => order(scores[a] as number, items[a] as number, b) > 0;

  function swap(i: number, j: number): void {
    [scores[i], scores[j]] = [scores[j] as number, scores[i] as number];
    [items[i], items[j]] = [items[j] as number, items[i] as number];
  }

  function siftUp(start: number): void {
    let child = start;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!isWorse(child, parent)) return;
      swap(child, parent);
      child = parent;
    }
  }

  function siftDown(): void {
    let parent = 0;
    for (;;) {
      const left = parent * 2 + 1;
      const right = left + 1;
      if (left >= items.length) return;
      const worst = right < items.length && isWorse(right, left) ? right : left;
      if (!isWorse(worst, parent)) return;
      swap(worst, parent);
      parent = worst;
    }
  }

  return {
    floor: () => (items.length < limit ? -Infinity : limit === 0 ? Infinity : (scores[0] as number)),
    offer(score, item) {
      if (items.length < limit) {
        scores.push(score);
        items.push(item);
        siftUp(items.length - 1);
      } else if (limit > 0 && order(score, item, 0) < 0) {
        scores[0] = score;
        items[0] = item;
        siftDown();
      }
    },
    ranked: () =>
      items
        .map((item, at) => ({ item, score: scores[at] as number }))
        .sort((a, b) => b.score - a.score || compare(a.item, b.item)),
  };
}

/** The best `limit` of a list that fits in memory anyway. */
export function bestHits(hits: Iterable<Hit>, limit: number): Hit[] {
  const list = [...hits];
  const hitAt = (item: number): Hit => list[item] as Hit;
  const top = createTopK(limit, (a, b) => compareStrings(hitAt(a).id, hitAt(b).id));
  list.forEach(({ score }, item) => top.offer(score, item));
  return top.ranked().map(({ item, score }) => ({ id: hitAt(item).id, score }));
}
