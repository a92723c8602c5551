import { groupCount, meansOf, pointAt, squaredDistance, type Labels, type Points } from './points.js';

/** How good groups are. Null where there are fewer than two of them, or as many as points. */
export interface Quality {
  /** -1 to 1; higher is better. */
  readonly silhouette: number | null;
  /** From 0; lower is better. */
  readonly daviesBouldin: number | null;
  /** From 0; higher is better. */
  readonly calinskiHarabasz: number | null;
}

export const UNKNOWN_QUALITY: Quality = { silhouette: null, daviesBouldin: null, calinskiHarabasz: null };

/** Measures by euclidean distance; noise is left out. */
export function qualityOf(points: Points, labels: Labels): Quality {
  const groups = membersOf(labels);
  const counted = groups.reduce((sum, members) => sum + members.length, 0);
  if (groups.length < 2 || groups.length >= counted) return UNKNOWN_QUALITY;
  const means = meansOf(points, labels);
  return {
    silhouette: silhouette(points, groups),
    daviesBouldin: daviesBouldin(points, groups, means),
    calinskiHarabasz: calinskiHarabasz(points, groups, means),
  };
}

/** Rousseeuw 1987: nearness within the own group against nearness to the next one. */
function silhouette(points: Points, groups: readonly (readonly number[])[]): number {
  let total = 0;
  let counted = 0;
  groups.forEach((members, group) => {
    for (const member of members) {
      counted += 1;
      // A point alone in its group counts as 0.
      if (members.length === 1) continue;
      const point = pointAt(points, member);
      const away = groups.map((others) =>
        others.reduce((sum, other) => sum + Math.sqrt(squaredDistance(point, pointAt(points, other))), 0),
      );
      const within = (away[group] as number) / (members.length - 1);
      const next = Math.min(
        ...away.flatMap((sum, other) => (other === group ? [] : [sum / (groups[other] as readonly number[]).length])),
      );
      const larger = Math.max(within, next);
      total += larger === 0 ? 0 : (next - within) / larger;
    }
  });
  return total / counted;
}

function daviesBouldin(points: Points, groups: readonly (readonly number[])[], means: readonly Float64Array[]): number {
  const widths = groups.map(
    (members, group) =>
      members.reduce((sum, member) => sum + distanceTo(means[group] as Float64Array, points, member), 0) /
      members.length,
  );
  const worst = groups.map((_, group) =>
    Math.max(
      ...groups.flatMap((_, other) => {
        if (other === group) return [];
        const apart = Math.sqrt(squaredDistance(means[group] as Float64Array, means[other] as Float64Array));
        return [apart === 0 ? 0 : ((widths[group] as number) + (widths[other] as number)) / apart];
      }),
    ),
  );
  return worst.reduce((sum, value) => sum + value, 0) / groups.length;
}

function calinskiHarabasz(
  points: Points,
  groups: readonly (readonly number[])[],
  means: readonly Float64Array[],
): number {
  const all = groups.flat();
  const center = new Float64Array(points.dimension);
  for (const member of all) {
    pointAt(points, member).forEach((value, axis) => (center[axis] = (center[axis] as number) + value / all.length));
  }
  let [between, within] = [0, 0];
  groups.forEach((members, group) => {
    const mean = means[group] as Float64Array;
    between += members.length * squaredDistance(mean, center);
    for (const member of members) within += squaredDistance(mean, pointAt(points, member));
  });
  if (within === 0) return 1;
  return (between / (groups.length - 1)) * ((all.length - groups.length) / within);
}

const distanceTo = (mean: Float64Array, points: Points, member: number): number =>
  Math.sqrt(squaredDistance(mean, pointAt(points, member)));

/** The places of the points of each group. */
export function membersOf(labels: Labels): number[][] {
  const groups: number[][] = Array.from({ length: groupCount(labels) }, () => []);
  labels.forEach((label, index) => groups[label]?.push(index));
  return groups;
}
