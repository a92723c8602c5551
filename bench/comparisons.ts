import type { Comparison } from './harness/comparison.js';
import { comparison as startup } from './startup/comparison.js';

/** In the order of `results.md`. */
export const comparisons: readonly Comparison[] = [startup];
