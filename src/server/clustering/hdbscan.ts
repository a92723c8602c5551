import type { Distance } from './metrics.js';
import { refuseMoreThan } from './clustering-error.js';
import { condense, type CondensedTree, type Link } from './condensed-tree.js';
import { coreDistances } from './core-distances.js';
import { pointAt, renumber, type Labels, type Points } from './points.js';

export interface HdbscanOptions {
  /** Fewest points of a group, from 2. */
  readonly minClusterSize: number;
  /** Neighbours, itself included, that density is measured by. */
  readonly minSamples: number;
  /** Groups that part below this distance stay one. */
  readonly epsilon: number;
  /** Most points of a group; null: any number. */
  readonly maxClusterSize: number | null;
  /** Divides distances before points are linked. */
  readonly alpha: number;
  /** `eom`: the most lasting groups; `leaf`: the smallest. */
  readonly method: string;
  readonly allowSingle: boolean;
  readonly distance: Distance;
}

const MAX_POINTS = 10_000;

/** Hierarchical density clustering (Campello, Moulavi, Sander 2013). */
export function hdbscan(points: Points, options: HdbscanOptions): Labels {
  refuseMoreThan(MAX_POINTS, points.count, 'HDBSCAN');
  if (points.count < options.minClusterSize) return new Int32Array(points.count).fill(-1);
  const links = spanningTree(points, options).sort((left, right) => left.distance - right.distance);
  const tree = condense(points.count, links, options.minClusterSize);
  return label(points.count, tree, selectGroups(tree, options));
}

/** Prim's minimum spanning tree over mutual reachability. */
function spanningTree(points: Points, { minSamples, alpha, distance }: HdbscanOptions): Link[] {
  const { count } = points;
  const cores = coreDistances(points, { minSamples, distance });
  const reach = new Float64Array(count).fill(Infinity);
  const from = new Int32Array(count);
  const isIn = new Uint8Array(count);
  const links: Link[] = [];
  let current = 0;
  for (let added = 1; added < count; added++) {
    isIn[current] = 1;
    const point = pointAt(points, current);
    let next = -1;
    for (let other = 0; other < count; other++) {
      if (isIn[other] === 1) continue;
      const apart = distance(point, pointAt(points, other)) / alpha;
      const mutual = Math.max(cores[current] as number, cores[other] as number, apart);
      if (mutual < (reach[other] as number)) {
        reach[other] = mutual;
        from[other] = current;
      }
      if (next === -1 || (reach[other] as number) < (reach[next] as number)) next = other;
    }
    links.push({ a: from[next] as number, b: next, distance: reach[next] as number });
    current = next;
  }
  return links;
}

function selectGroups(tree: CondensedTree, options: HdbscanOptions): Set<number> {
  const { nodes } = tree;
  const chosen = new Set<number>();
  const unchoose = (node: number): void => {
    chosen.delete(node);
    nodes[node]?.children.forEach(unchoose);
  };
  const leaves = nodes.flatMap(({ children }, index) => (children.length === 0 ? [index] : []));
  if (options.method === 'leaf') {
    leaves.filter((leaf) => leaf !== 0 || options.allowSingle).forEach((leaf) => chosen.add(leaf));
  } else {
    const worth = nodes.map(({ stability }) => stability);
    // Children come after their parents, so that going backwards sees them first.
    for (let node = nodes.length - 1; node >= 0; node--) {
      const { children, size } = nodes[node] as CondensedTree['nodes'][number];
      const ofChildren = children.reduce((sum, child) => sum + (worth[child] as number), 0);
      const isTooLarge = options.maxClusterSize !== null && size > options.maxClusterSize;
      const isRefusedRoot = node === 0 && !options.allowSingle;
      if (isRefusedRoot) continue;
      if (isTooLarge || ofChildren > (worth[node] as number)) {
        worth[node] = ofChildren;
        continue;
      }
      unchoose(node);
      chosen.add(node);
    }
  }
  return options.epsilon > 0 ? joinBelow(tree, chosen, options) : chosen;
}

/** Groups that were born below the distance are replaced by the nearest group above that was not. */
function joinBelow({ nodes }: CondensedTree, chosen: ReadonlySet<number>, options: HdbscanOptions): Set<number> {
  const joined = new Set<number>();
  for (const start of chosen) {
    let node = start;
    while (1 / (nodes[node]?.birth ?? Infinity) < options.epsilon) {
      const parent = nodes[node]?.parent ?? -1;
      if (parent < 0 || (parent === 0 && !options.allowSingle)) break;
      node = parent;
    }
    joined.add(node);
  }
  const isBelow = (node: number): boolean => {
    for (let above = nodes[node]?.parent ?? -1; above >= 0; above = nodes[above]?.parent ?? -1) {
      if (joined.has(above)) return true;
    }
    return false;
  };
  return new Set([...joined].filter((node) => !isBelow(node)));
}

function label(count: number, { nodes, parents, departures }: CondensedTree, chosen: ReadonlySet<number>): Labels {
  const labels = new Int32Array(count).fill(-1);
  // Where all points may be one group, those that leave it before anything lasting is left are noise.
  const rootDensity = chosen.has(0)
    ? Math.max(0, ...(nodes[0]?.children ?? []).map((child) => nodes[child]?.birth ?? 0))
    : 0;
  for (let point = 0; point < count; point++) {
    let node = parents[point] as number;
    while (node >= 0 && !chosen.has(node)) node = nodes[node]?.parent ?? -1;
    if (node === 0 && (departures[point] as number) < rootDensity) continue;
    labels[point] = node;
  }
  return renumber(labels);
}
