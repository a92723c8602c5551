import { refuseMoreThan } from './clustering-error.js';
import { nearest, pointAt, renumber, squaredDistance, toPoints, type Labels, type Points } from './points.js';

export interface MeanShiftOptions {
  /** Radius that density is measured in; null: estimated. */
  readonly bandwidth: number | null;
  /** Points to start from; null: all. */
  readonly seeds: readonly (readonly number[])[] | null;
  readonly binSeeding: boolean;
  readonly minBinFrequency: number;
  /** Whether far points join the nearest peak; without it they are noise. */
  readonly clusterAll: boolean;
  readonly maxIterations: number;
}

const MAX_POINTS = 3000;
/** Part of all points that the estimated radius reaches on average. */
const QUANTILE = 0.3;

/** Comaniciu and Meer 2002, with a flat kernel. */
export function meanShift(points: Points, options: MeanShiftOptions): Labels {
  refuseMoreThan(MAX_POINTS, points.count, 'Mean shift');
  const bandwidth = options.bandwidth ?? estimateBandwidth(points);
  if (bandwidth === 0) return new Int32Array(points.count);
  const peaks = climb(points, startsOf(points, bandwidth, options), { ...options, bandwidth });
  const centers = keepApart(peaks, bandwidth);
  const labels = Int32Array.from({ length: points.count }, (_, index) => {
    const { place, squared } = nearest(pointAt(points, index), centers);
    return !options.clusterAll && squared > bandwidth * bandwidth ? -1 : place;
  });
  return renumber(labels);
}

/** Mean distance to the neighbour that is the given part of all points away. */
export function estimateBandwidth(points: Points, quantile = QUANTILE): number {
  const place = Math.max(1, Math.floor(points.count * quantile)) - 1;
  let sum = 0;
  for (let index = 0; index < points.count; index++) {
    const point = pointAt(points, index);
    const all = Float64Array.from({ length: points.count }, (_, other) =>
      squaredDistance(point, pointAt(points, other)),
    );
    sum += Math.sqrt(all.sort()[place] as number);
  }
  return points.count === 0 ? 0 : sum / points.count;
}

function startsOf(points: Points, bandwidth: number, options: MeanShiftOptions): Points {
  if (options.seeds !== null && options.seeds.length > 0) return toPoints(options.seeds);
  if (!options.binSeeding) return points;
  const bins = new Map<string, { corner: number[]; count: number }>();
  for (let index = 0; index < points.count; index++) {
    const corner = Array.from(pointAt(points, index), (value) => Math.round(value / bandwidth));
    const key = corner.join(' ');
    const bin = bins.get(key) ?? { corner, count: 0 };
    bin.count += 1;
    bins.set(key, bin);
  }
  const frequent = [...bins.values()].filter(({ count }) => count >= options.minBinFrequency);
  return frequent.length === 0
    ? points
    : toPoints(frequent.map(({ corner }) => corner.map((value) => value * bandwidth)));
}

interface Peak {
  readonly center: Float64Array;
  /** Points within the radius. */
  readonly weight: number;
}

function climb(
  points: Points,
  starts: Points,
  { bandwidth, maxIterations }: { bandwidth: number; maxIterations: number },
): Peak[] {
  const reach = bandwidth * bandwidth;
  const stop = (1e-3 * bandwidth) ** 2;
  const peaks: Peak[] = [];
  for (let start = 0; start < starts.count; start++) {
    let center = Float64Array.from(pointAt(starts, start));
    let weight = 0;
    for (let round = 0; round < maxIterations; round++) {
      const sum = new Float64Array(points.dimension);
      weight = 0;
      for (let index = 0; index < points.count; index++) {
        const point = pointAt(points, index);
        if (squaredDistance(center, point) > reach) continue;
        weight += 1;
        for (let axis = 0; axis < sum.length; axis++) sum[axis] = (sum[axis] as number) + (point[axis] as number);
      }
      if (weight === 0) break;
      const moved = sum.map((value) => value / weight);
      const movement = squaredDistance(center, moved);
      center = moved;
      if (movement <= stop) break;
    }
    if (weight > 0) peaks.push({ center, weight });
  }
  return peaks;
}

/** The densest peaks, none of them within the radius of another. */
function keepApart(peaks: readonly Peak[], bandwidth: number): Float64Array[] {
  const kept: Float64Array[] = [];
  for (const { center } of [...peaks].sort((a, b) => b.weight - a.weight)) {
    if (kept.length === 0 || nearest(center, kept).squared > bandwidth * bandwidth) kept.push(center);
  }
  return kept;
}
