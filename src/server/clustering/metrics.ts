import { ClusteringError } from './clustering-error.js';
import { squaredDistance } from './points.js';

/** Distance of two points; 0 for equal ones. */
export type Distance = (a: Float64Array, b: Float64Array) => number;

const manhattan: Distance = (a, b) => a.reduce((sum, value, axis) => sum + Math.abs(value - (b[axis] as number)), 0);

const chebyshev: Distance = (a, b) =>
  a.reduce((most, value, axis) => Math.max(most, Math.abs(value - (b[axis] as number))), 0);

const cosine: Distance = (a, b) => {
  let [dot, left, right] = [0, 0, 0];
  for (let axis = 0; axis < a.length; axis++) {
    const [x, y] = [a[axis] as number, b[axis] as number];
    dot += x * y;
    left += x * x;
    right += y * y;
  }
  return left === 0 || right === 0 ? 1 : Math.max(0, 1 - dot / Math.sqrt(left * right));
};

const minkowski =
  (power: number): Distance =>
  (a, b) =>
    a.reduce((sum, value, axis) => sum + Math.abs(value - (b[axis] as number)) ** power, 0) ** (1 / power);

const METRICS: Readonly<Record<string, (power: number) => Distance>> = {
  euclidean: () => (a, b) => Math.sqrt(squaredDistance(a, b)),
  l2: () => (a, b) => Math.sqrt(squaredDistance(a, b)),
  manhattan: () => manhattan,
  cityblock: () => manhattan,
  l1: () => manhattan,
  cosine: () => cosine,
  chebyshev: () => chebyshev,
  minkowski,
};

/** A distance by its usual name; `power` is for `minkowski`. Throws for a name that is none. */
export function distanceOf(name: string, power = 2): Distance {
  const make = METRICS[name];
  if (make === undefined) {
    throw new ClusteringError(`There is no metric "${name}". Use one of ${Object.keys(METRICS).join(', ')}.`);
  }
  return make(power);
}
