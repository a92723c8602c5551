import { coreDistances } from './core-distances.js';
import type { Distance } from './metrics.js';
import { refuseMoreThan } from './clustering-error.js';
import { labelsByXi, type Reachability, type XiOptions } from './optics-xi.js';
import { pointAt, type Labels, type Points } from './points.js';

export interface OpticsOptions extends XiOptions {
  /** Farthest neighbour; Infinity: any distance. */
  readonly maxEps: number;
  readonly distance: Distance;
  /** `xi` or `dbscan`. */
  readonly method: string;
  /** For `dbscan`. */
  readonly eps: number;
}

const MAX_POINTS = 10_000;

/** Ankerst, Breunig, Kriegel, Sander 1999. */
export function optics(points: Points, options: OpticsOptions): Labels {
  refuseMoreThan(MAX_POINTS, points.count, 'OPTICS');
  const found = reachabilityOf(points, options);
  return options.method === 'dbscan' ? labelsByDistance(found, options.eps) : labelsByXi(found, options);
}

function reachabilityOf(points: Points, { minSamples, maxEps, distance }: OpticsOptions): Reachability {
  const { count } = points;
  const cores = coreDistances(points, { minSamples, distance }).map((core) => (core > maxEps ? Infinity : core));
  const reach = new Float64Array(count).fill(Infinity);
  const predecessors = new Int32Array(count).fill(-1);
  const isDone = new Uint8Array(count);
  const order: number[] = [];
  while (order.length < count) {
    let current = -1;
    for (let index = 0; index < count; index++) {
      if (isDone[index] === 1) continue;
      if (current === -1 || (reach[index] as number) < (reach[current] as number)) current = index;
    }
    isDone[current] = 1;
    order.push(current);
    const core = cores[current] as number;
    if (core === Infinity) continue;
    const point = pointAt(points, current);
    for (let other = 0; other < count; other++) {
      if (isDone[other] === 1) continue;
      const apart = distance(point, pointAt(points, other));
      const reached = Math.max(core, apart);
      if (apart > maxEps || reached >= (reach[other] as number)) continue;
      reach[other] = reached;
      predecessors[other] = current;
    }
  }
  return { order, reach, cores, predecessors };
}

function labelsByDistance({ order, reach, cores }: Reachability, eps: number): Labels {
  const labels = new Int32Array(order.length).fill(-1);
  let group = -1;
  for (const point of order) {
    if ((reach[point] as number) > eps) {
      if ((cores[point] as number) > eps) continue;
      group += 1;
    }
    labels[point] = group;
  }
  return labels;
}
