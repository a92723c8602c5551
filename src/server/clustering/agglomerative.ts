import type { Distance } from './metrics.js';
import { ClusteringError, refuseMoreThan } from './clustering-error.js';
import { pointAt, renumber, type Labels, type Points } from './points.js';

export interface AgglomerativeOptions {
  /** Groups to stop at; null when `distanceThreshold` decides. */
  readonly clusters: number | null;
  /** Groups that are at least this far apart stay apart. */
  readonly distanceThreshold: number | null;
  /** `ward`, `complete`, `average`, `single`. */
  readonly linkage: string;
  /** Only `euclidean` goes with `ward`. */
  readonly distance: Distance;
}

/** One merge of two groups, named by one of their points. */
export interface Merge {
  readonly left: number;
  readonly right: number;
  readonly height: number;
}

/** The distances of all pairs are kept. */
const MAX_POINTS = 5000;

/** Lance and Williams: the distance of a merged group from another, by those of its parts and the sizes. */
type Update = (left: number, right: number, between: number, sizes: { l: number; r: number; o: number }) => number;

const LINKAGES: Readonly<Record<string, Update>> = {
  single: (left, right) => Math.min(left, right),
  complete: (left, right) => Math.max(left, right),
  average: (left, right, _, { l, r }) => (l * left + r * right) / (l + r),
  ward: (left, right, between, { l, r, o }) =>
    Math.sqrt(((l + o) * left ** 2 + (r + o) * right ** 2 - o * between ** 2) / (l + r + o)),
};

/** Merges the two nearest groups until so many are left, or the nearest are too far apart. */
export function agglomerate(points: Points, options: AgglomerativeOptions): Labels {
  const { clusters, distanceThreshold } = options;
  if (clusters === null && distanceThreshold === null) {
    throw new ClusteringError('Set n_clusters or distance_threshold: without both it is not known where to stop.');
  }
  const merges = mergesOf(points, options);
  const kept =
    distanceThreshold === null
      ? merges.slice(0, Math.max(0, points.count - (clusters ?? 1)))
      : merges.filter(({ height }) => height < distanceThreshold);
  return toLabels(points.count, kept);
}

/** All merges, the nearest first (nearest-neighbour chain, quadratic time). */
export function mergesOf(
  points: Points,
  { linkage, distance }: Pick<AgglomerativeOptions, 'linkage' | 'distance'>,
): Merge[] {
  const { count } = points;
  refuseMoreThan(MAX_POINTS, count, 'Agglomerative clustering');
  const update = LINKAGES[linkage];
  if (update === undefined) {
    throw new ClusteringError(`There is no linkage "${linkage}". Use one of ${Object.keys(LINKAGES).join(', ')}.`);
  }
  const between = pairDistances(points, distance);
  const sizes = new Int32Array(count).fill(1);
  const active = new Set(Array.from({ length: count }, (_, index) => index));
  const chain: number[] = [];
  const merges: Merge[] = [];
  while (active.size > 1) {
    if (chain.length === 0) chain.push(active.values().next().value as number);
    const top = chain[chain.length - 1] as number;
    const previous = chain[chain.length - 2];
    let [next, height] = [previous ?? -1, previous === undefined ? Infinity : between.get(top, previous)];
    for (const other of active) {
      if (other !== top && between.get(top, other) < height) [next, height] = [other, between.get(top, other)];
    }
    if (next !== previous) {
      chain.push(next);
      continue;
    }
    chain.length -= 2;
    merges.push({ left: top, right: next, height });
    const merged = { l: sizes[top] as number, r: sizes[next] as number };
    active.delete(top);
    for (const other of active) {
      if (other === next) continue;
      const away = update(between.get(top, other), between.get(next, other), height, {
        ...merged,
        o: sizes[other] as number,
      });
      between.set(next, other, away);
    }
    sizes[next] = merged.l + merged.r;
  }
  // The chain finds merges out of order; sorting is stable, so those that need each other stay in order.
  return merges.sort((a, b) => a.height - b.height);
}

interface Pairs {
  get(a: number, b: number): number;
  set(a: number, b: number, value: number): void;
}

function pairDistances(points: Points, distance: Distance): Pairs {
  const { count } = points;
  const values = new Float64Array((count * (count - 1)) / 2);
  const at = (a: number, b: number): number => (a < b ? (b * (b - 1)) / 2 + a : (a * (a - 1)) / 2 + b);
  for (let b = 1; b < count; b++) {
    const point = pointAt(points, b);
    for (let a = 0; a < b; a++) values[at(a, b)] = distance(pointAt(points, a), point);
  }
  return {
    get: (a, b) => values[at(a, b)] as number,
    set: (a, b, value) => void (values[at(a, b)] = value),
  };
}

function toLabels(count: number, merges: readonly Merge[]): Labels {
  const groups = createDisjointSets(count);
  for (const { left, right } of merges) groups.join(left, right);
  return renumber(Array.from({ length: count }, (_, index) => groups.find(index)));
}

export interface DisjointSets {
  /** The name of the set of a member. */
  find(member: number): number;
  /** The name of the joined set. */
  join(a: number, b: number): number;
}

export function createDisjointSets(count: number): DisjointSets {
  const parents = Int32Array.from({ length: count }, (_, index) => index);
  const find = (member: number): number => {
    let root = member;
    while (parents[root] !== root) root = parents[root] as number;
    for (let at = member; at !== root;) {
      const next = parents[at] as number;
      parents[at] = root;
      at = next;
    }
    return root;
  };
  return {
    find,
    join(a, b) {
      const [left, right] = [find(a), find(b)];
      parents[left] = right;
      return right;
    },
  };
}
