import { meanOf } from './ranking-metrics.js';

export interface PairedTest {
  /** Two-sided, of the paired t-test. */
  readonly pValue: number;
  /** Of the mean difference, at 95 %. */
  readonly interval: [number, number];
}

/** Whether differences between pairs are more than chance. `null` for fewer than two. */
export function testDifferences(differences: readonly number[]): PairedTest | null {
  const count = differences.length;
  if (count < 2) return null;
  const mean = meanOf(differences);
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const error = Math.sqrt(variance / count);
  if (error === 0) return { pValue: mean === 0 ? 1 : 0, interval: [mean, mean] };
  const freedom = count - 1;
  const margin = criticalT(freedom) * error;
  return { pValue: twoSidedP(Math.abs(mean / error), freedom), interval: [mean - margin, mean + margin] };
}

const LEVEL = 0.05;

/** The t that is exceeded, to both sides, in one of twenty cases; by halving. */
function criticalT(freedom: number): number {
  let [low, high] = [0, 1000];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (twoSidedP(middle, freedom) > LEVEL) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** How often Student's t is at least this far from 0. */
export const twoSidedP = (t: number, freedom: number): number =>
  incompleteBeta(freedom / (freedom + t * t), freedom / 2, 1 / 2);

/** The regularised incomplete beta function, by its continued fraction (Lentz; Numerical Recipes 6.4). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  // The fraction converges fast only on this side; the other follows from symmetry.
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

const TINY = 1e-300;

function betaFraction(x: number, a: number, b: number): number {
  const bounded = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / bounded(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let change = 1;
    for (const term of [even, odd]) {
      d = 1 / bounded(1 + term * d);
      c = bounded(1 + term / c);
      change = d * c;
      result *= change;
    }
    if (Math.abs(change - 1) < 1e-14) break;
  }
  return result;
}

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** Lanczos' approximation, for arguments of 1/2 and above. */
function logGamma(x: number): number {
  const z = x - 1;
  const t = z + LANCZOS.length - 0.5;
  const sum = LANCZOS.reduce((total, coefficient, index) => total + coefficient / (z + index + 1), 0.9999999999998099);
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}
