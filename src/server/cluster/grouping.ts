import type { Quality } from '../clustering/quality.js';

export interface FoundGroup {
  /** `cl_0`, `cl_1`, ... */
  readonly id: string;
  /** The nearest to the middle first; the distance is null where there is no middle. */
  readonly members: readonly { readonly id: string; readonly distance: number | null }[];
  readonly parentId: string | null;
  /** Null where the members have to say it. */
  readonly label: string | null;
}

/** What a run found. */
export interface Grouping {
  readonly groups: readonly FoundGroup[];
  /** Documents in no group. */
  readonly noise: readonly string[];
  /** Null where groups have no distances. */
  readonly quality: Quality | null;
  readonly learned: { readonly weights: Readonly<Record<string, number>>; readonly score: number | null } | null;
  /** Documents that were looked at, each once. */
  readonly points: number;
}
