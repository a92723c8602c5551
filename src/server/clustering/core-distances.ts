import type { Distance } from './metrics.js';
import { pointAt, type Points } from './points.js';

/** For each point, the distance to the neighbour that makes `minSamples` of them, itself included. */
export function coreDistances(
  points: Points,
  { minSamples, distance }: { minSamples: number; distance: Distance },
): Float64Array {
  const place = Math.min(minSamples, points.count) - 1;
  const all = new Float64Array(points.count);
  return Float64Array.from({ length: points.count }, (_, index) => {
    const point = pointAt(points, index);
    for (let other = 0; other < points.count; other++) all[other] = distance(point, pointAt(points, other));
    return all.slice().sort()[place] as number;
  });
}
