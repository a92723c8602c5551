import type { Fidelity, JobHandler, Resolver } from '../context.js';

export interface ResolverEntry {
  readonly fidelity: Fidelity;
  readonly resolve: Resolver;
  /** What the local stand-in does differently; shown in the coverage table. */
  readonly note?: string;
}

/** Behaviour by operation id. */
export type ResolverTable = Readonly<Record<string, ResolverEntry>>;

/** Behaviour by job kind. */
export type JobTable = Readonly<Record<string, JobHandler>>;
