import { compareStrings } from '../../internal/compare-strings.js';
import type { Hit } from './types.js';

/** Keeps the best `limit` of the hits offered to it, in memory for `limit` hits. */
export interface TopK {
  /** A hit that scores less than this cannot get in; -Infinity while there is room. */
  floor(): number;
  offer(score: number, id: string): void;
  /** Best first; equal scores by id ascending. */
  hits(): Hit[];
}

/** Best first; equal scores by id ascending. */
export function compareHits(a: Hit, b: Hit): number {
  return b.score - a.score || compareStrings(a.id, b.id);
}

export function createTopK(limit: number): TopK {
  // A heap with the worst kept hit at the root.
  const heap: Hit[] = [];

  const at = (index: number): Hit => heap[index] as Hit;
  const isWorse = (a: Hit, b: Hit): boolean => compareHits(a, b) > 0;

  function swap(i: number, j: number): void {
    const hit = at(i);
    heap[i] = at(j);
    heap[j] = hit;
  }

  function siftUp(start: number): void {
    let child = start;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!isWorse(at(child), at(parent))) return;
      swap(child, parent);
      child = parent;
    }
  }

  function siftDown(): void {
    let parent = 0;
    for (;;) {
      const left = parent * 2 + 1;
      const right = left + 1;
      if (left >= heap.length) return;
      const worst = right < heap.length && isWorse(at(right), at(left)) ? right : left;
      if (!isWorse(at(worst), at(parent))) return;
      swap(worst, parent);
      parent = worst;
    }
  }

  return {
    floor: () => (heap.length < limit ? -Infinity : limit === 0 ? Infinity : at(0).score),
    offer(score, id) {
      const hit = { id, score };
      if (heap.length < limit) {
        heap.push(hit);
        siftUp(heap.length - 1);
      } else if (limit > 0 && isWorse(at(0), hit)) {
        heap[0] = hit;
        siftDown();
      }
    },
    hits: () => heap.toSorted(compareHits),
  };
}

/** The best `limit` of a list that fits in memory anyway. */
export function bestHits(hits: Iterable<Hit>, limit: number): Hit[] {
  const top = createTopK(limit);
  for (const hit of hits) top.offer(hit.score, hit.id);
  return top.hits();
}
