import type { Fidelity, JobHandler, RequestContext, Resolver } from '../context.js';

export interface ResolverEntry {
  readonly fidelity: Fidelity;
  readonly resolve: Resolver;
  /** Slow checks of what was received, before a writer takes its turn; may refuse, and stages nothing. */
  readonly prepare?: (context: RequestContext) => Promise<void>;
  /** What the local stand-in does differently; shown in the coverage table. */
  readonly note?: string;
}

/** Behaviour by operation id. */
export type ResolverTable = Readonly<Record<string, ResolverEntry>>;

/** Behaviour by job kind. */
export type JobTable = Readonly<Record<string, JobHandler>>;
