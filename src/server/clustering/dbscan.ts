import { refuseMoreThan } from './clustering-error.js';
import type { Distance } from './metrics.js';
import { pointAt, type Labels, type Points } from './points.js';

export interface DbscanOptions {
  /** Distance within which points are neighbours, inclusive. */
  readonly eps: number;
  /** Neighbours, itself included, that make a point the core of a group. */
  readonly minSamples: number;
  readonly distance: Distance;
}

/** All pairs are compared. */
const MAX_POINTS = 10_000;
const UNSEEN = -2;
const NOISE = -1;

/** Groups where points lie dense; border points belong to the first group that reaches them. */
export function dbscan(points: Points, { eps, minSamples, distance }: DbscanOptions): Labels {
  refuseMoreThan(MAX_POINTS, points.count, 'DBSCAN');
  const labels = new Int32Array(points.count).fill(UNSEEN);
  const neighbours = (index: number): number[] => {
    const point = pointAt(points, index);
    const found: number[] = [];
    for (let other = 0; other < points.count; other++) {
      if (distance(point, pointAt(points, other)) <= eps) found.push(other);
    }
    return found;
  };

  let group = 0;
  for (let start = 0; start < points.count; start++) {
    if (labels[start] !== UNSEEN) continue;
    const around = neighbours(start);
    if (around.length < minSamples) {
      labels[start] = NOISE;
      continue;
    }
    labels[start] = group;
    const queue = around;
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const label = labels[next];
      if (label === NOISE) labels[next] = group;
      if (label !== UNSEEN) continue;
      labels[next] = group;
      const reached = neighbours(next);
      if (reached.length >= minSamples) queue.push(...reached.filter((other) => (labels[other] as number) < 0));
    }
    group += 1;
  }
  return labels;
}
