import type { Labels } from './points.js';

/** The order in which points are reached, and from where. */
export interface Reachability {
  readonly order: readonly number[];
  /** By point. */
  readonly reach: Float64Array;
  readonly cores: Float64Array;
  /** By point; -1 for those that were reached from none. */
  readonly predecessors: Int32Array;
}

export interface XiOptions {
  /** Neighbours, itself included, that density is measured by. */
  readonly minSamples: number;
  /** Steepness that begins or ends a group. */
  readonly xi: number;
  /** Fewest points of a group. */
  readonly minClusterSize: number;
  /** Whether groups are cut back to where their points were reached from. */
  readonly predecessorCorrection: boolean;
}

interface SteepDown {
  readonly start: number;
  readonly end: number;
  /** Highest reachability since its end. */
  between: number;
}

type Span = readonly [start: number, end: number];

/** Cuts the reachability plot where it falls or rises by more than `xi`; of nested groups the smallest wins. */
export function labelsByXi(found: Reachability, options: XiOptions): Labels {
  const { order } = found;
  const spans = spansOf(found, options);
  const labels = new Int32Array(order.length).fill(-1);
  let group = 0;
  for (const [start, end] of spans) {
    const members = order.slice(start, end + 1);
    if (members.some((point) => labels[point] !== -1)) continue;
    for (const point of members) labels[point] = group;
    group += 1;
  }
  return labels;
}

function spansOf({ order, reach, predecessors }: Reachability, options: XiOptions): Span[] {
  const { xi, minSamples, minClusterSize } = options;
  const plot = [...order.map((point) => reach[point] as number), Infinity];
  const keep = 1 - xi;
  const ratio = (index: number): number => (plot[index] as number) / (plot[index + 1] as number);
  const isSteepDown = (index: number): boolean => ratio(index) >= 1 / keep;
  const isSteepUp = (index: number): boolean => ratio(index) <= keep;
  const isDown = (index: number): boolean => ratio(index) > 1;
  const isUp = (index: number): boolean => ratio(index) < 1;

  let downs: SteepDown[] = [];
  const spans: Span[] = [];
  let index = 0;
  let highest = 0;
  while (index < order.length) {
    if (!isSteepDown(index) && !isSteepUp(index)) {
      highest = Math.max(highest, plot[index] as number);
      index += 1;
      continue;
    }
    highest = Math.max(highest, plot[index] as number);
    downs = filterDowns(downs, { highest, keep, plot });
    const isFalling = isSteepDown(index);
    const start = index;
    const end = extend(start, isFalling ? isSteepDown : isSteepUp, isFalling ? isUp : isDown, {
      minSamples,
      length: order.length,
    });
    index = end + 1;
    highest = plot[index] ?? 0;
    if (isFalling) {
      downs.push({ start, end, between: 0 });
      continue;
    }
    const closed: Span[] = [];
    for (const down of downs) {
      const span = spanOf(down, { start, end }, { plot, keep, order, predecessors, options });
      if (span !== undefined && span[1] - span[0] + 1 >= minClusterSize) closed.push(span);
    }
    // The innermost first.
    spans.push(...closed.reverse());
  }
  return spans;
}

function filterDowns(
  downs: readonly SteepDown[],
  { highest, keep, plot }: { highest: number; keep: number; plot: readonly number[] },
): SteepDown[] {
  if (highest === Infinity) return [];
  return downs
    .filter(({ start }) => highest <= (plot[start] as number) * keep)
    .map((down) => ({ ...down, between: Math.max(down.between, highest) }));
}

/** The end of a steep region: it may hold some flat places, but none that go the other way. */
function extend(
  start: number,
  isSteep: (index: number) => boolean,
  isOpposite: (index: number) => boolean,
  { minSamples, length }: { minSamples: number; length: number },
): number {
  let end = start;
  let flat = 0;
  for (let index = start; index < length; index++) {
    if (isSteep(index)) {
      flat = 0;
      end = index;
    } else if (isOpposite(index)) {
      break;
    } else {
      flat += 1;
      if (flat > minSamples) break;
    }
  }
  return end;
}

interface SpanContext {
  readonly plot: readonly number[];
  readonly keep: number;
  readonly order: readonly number[];
  readonly predecessors: Int32Array;
  readonly options: XiOptions;
}

function spanOf(
  down: SteepDown,
  up: { start: number; end: number },
  { plot, keep, order, predecessors, options }: SpanContext,
): Span | undefined {
  const after = plot[up.end + 1] as number;
  if (after * keep < down.between) return undefined;
  let [start, end] = [down.start, up.end];
  const before = plot[down.start] as number;
  if (before * keep >= after) {
    while ((plot[start + 1] as number) > after && start < down.end) start += 1;
  } else if (after * keep >= before) {
    while ((plot[end - 1] as number) > before && end > up.start) end -= 1;
  }
  if (options.predecessorCorrection) {
    while (start < end && (plot[start] as number) <= (plot[end] as number)) {
      const from = predecessors[order[end] as number];
      if (order.slice(start, end).some((point) => point === from)) break;
      end -= 1;
    }
    if (start >= end) return undefined;
  }
  return start > down.end || end < up.start ? undefined : [start, end];
}
