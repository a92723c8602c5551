/** Two points, and how far apart they are. */
export interface Link {
  readonly a: number;
  readonly b: number;
  readonly distance: number;
}

export interface CondensedNode {
  /** Place of the node above; -1 for the root. */
  readonly parent: number;
  readonly children: number[];
  /** Density (1 / distance) at which it parted from the node above. */
  readonly birth: number;
  readonly size: number;
  /** How long its points stay together: the sum of their densities beyond its birth. */
  stability: number;
}

/** The hierarchy of groups of at least the smallest size; parents come before their children. */
export interface CondensedTree {
  readonly nodes: CondensedNode[];
  /** The node that each point leaves last. */
  readonly parents: Int32Array;
  /** The density at which it does. */
  readonly departures: Float64Array;
}

interface Branch {
  readonly left: number;
  readonly right: number;
  readonly distance: number;
  readonly size: number;
}

/** Links in order of distance, as the single-linkage tree without groups below the smallest size. */
export function condense(count: number, links: readonly Link[], minClusterSize: number): CondensedTree {
  const branches = toBranches(count, links);
  const nodes: CondensedNode[] = [];
  const parents = new Int32Array(count).fill(-1);
  const departures = new Float64Array(count);
  const sizeOf = (branch: number): number => (branch < count ? 1 : (branches[branch - count] as Branch).size);

  const leave = (branch: number, node: number, density: number): void => {
    const queue = [branch];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (next >= count) {
        const { left, right } = branches[next - count] as Branch;
        queue.push(left, right);
        continue;
      }
      parents[next] = node;
      departures[next] = density;
      (nodes[node] as CondensedNode).stability += density - (nodes[node] as CondensedNode).birth;
    }
  };
  const open = (parent: number, birth: number, size: number): number => {
    nodes.push({ parent, children: [], birth, size, stability: 0 });
    nodes[parent]?.children.push(nodes.length - 1);
    return nodes.length - 1;
  };

  const queue = [{ branch: 2 * count - 2, node: open(-1, 0, count) }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { branch, node } = next;
    // Every branch here has at least the smallest size, so it is no single point.
    const { left, right, distance } = branches[branch - count] as Branch;
    // Points at the same place never part; an endless density would swallow every other number.
    const density = distance > 0 ? 1 / distance : 1e12;
    const [isLeft, isRight] = [sizeOf(left) >= minClusterSize, sizeOf(right) >= minClusterSize];
    if (isLeft && isRight) {
      for (const side of [left, right]) {
        const current = nodes[node] as CondensedNode;
        current.stability += (density - current.birth) * sizeOf(side);
        queue.push({ branch: side, node: open(node, density, sizeOf(side)) });
      }
      continue;
    }
    if (!isLeft) leave(left, node, density);
    if (!isRight) leave(right, node, density);
    if (isLeft) queue.push({ branch: left, node });
    if (isRight) queue.push({ branch: right, node });
  }
  return { nodes, parents, departures };
}

/** Branch `count + i` joins the two branches that the i-th link connects. */
function toBranches(count: number, links: readonly Link[]): Branch[] {
  const above = new Int32Array(2 * count).fill(-1);
  const rootOf = (branch: number): number => {
    let root = branch;
    while ((above[root] as number) >= 0) root = above[root] as number;
    for (let at = branch; at !== root;) {
      const next = above[at] as number;
      above[at] = root;
      at = next;
    }
    return root;
  };
  const branches: Branch[] = [];
  const sizeOf = (branch: number): number => (branch < count ? 1 : (branches[branch - count] as Branch).size);
  for (const { a, b, distance } of links) {
    const [left, right] = [rootOf(a), rootOf(b)];
    const branch = count + branches.length;
    branches.push({ left, right, distance, size: sizeOf(left) + sizeOf(right) });
    above[left] = branch;
    above[right] = branch;
  }
  return branches;
}
