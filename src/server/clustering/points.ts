/** Points of one dimension, row after row in one array. */
export interface Points {
  readonly count: number;
  readonly dimension: number;
  readonly values: Float64Array;
}

/** A group per point; -1 is noise. Groups are numbered from 0 without gaps. */
export type Labels = Int32Array;

export function toPoints(rows: readonly ArrayLike<number>[]): Points {
  const dimension = rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length * dimension);
  rows.forEach((row, index) => values.set(row, index * dimension));
  return { count: rows.length, dimension, values };
}

/** One point, shared with the others: not to be changed. */
export const pointAt = ({ values, dimension }: Points, index: number): Float64Array =>
  values.subarray(index * dimension, (index + 1) * dimension);

/** The points of these places. */
export function selectPoints(points: Points, places: readonly number[]): Points {
  return toPoints(places.map((place) => pointAt(points, place)));
}

/** Each point at length 1; a zero point stays. */
export function normalizePoints(points: Points): Points {
  const values = Float64Array.from(points.values);
  for (let index = 0; index < points.count; index++) {
    const row = values.subarray(index * points.dimension, (index + 1) * points.dimension);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    if (length > 0) for (let axis = 0; axis < row.length; axis++) row[axis] = (row[axis] as number) / length;
  }
  return { ...points, values };
}

export function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let axis = 0; axis < a.length; axis++) {
    const difference = (a[axis] as number) - (b[axis] as number);
    sum += difference * difference;
  }
  return sum;
}

/** Numbers groups anew in the order in which they first come, without gaps. Noise stays. */
export function renumber(labels: ArrayLike<number>): Labels {
  const numbers = new Map<number, number>();
  return Int32Array.from(labels, (label) => {
    if (label < 0) return -1;
    const known = numbers.get(label) ?? numbers.size;
    numbers.set(label, known);
    return known;
  });
}

/** How many groups there are, without noise. */
export const groupCount = (labels: Labels): number => labels.reduce((most, label) => Math.max(most, label + 1), 0);

/** Mean of each group. */
export function meansOf(points: Points, labels: Labels): Float64Array[] {
  const means = Array.from({ length: groupCount(labels) }, () => new Float64Array(points.dimension));
  const sizes = means.map(() => 0);
  labels.forEach((label, index) => {
    const mean = means[label];
    if (mean === undefined) return;
    sizes[label] = (sizes[label] as number) + 1;
    const point = pointAt(points, index);
    for (let axis = 0; axis < mean.length; axis++) mean[axis] = (mean[axis] as number) + (point[axis] as number);
  });
  means.forEach((mean, label) => {
    const size = sizes[label] as number;
    for (let axis = 0; axis < mean.length; axis++) mean[axis] = (mean[axis] as number) / size;
  });
  return means;
}

/** The place of the nearest of some centers, and the squared distance to it. */
export function nearest(point: Float64Array, centers: readonly Float64Array[]): { place: number; squared: number } {
  let place = -1;
  let squared = Infinity;
  centers.forEach((center, index) => {
    const distance = squaredDistance(point, center);
    if (distance < squared) [place, squared] = [index, distance];
  });
  return { place, squared };
}
