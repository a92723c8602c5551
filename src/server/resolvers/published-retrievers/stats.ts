import type { RequestContext, ResolverResult } from '../../context.js';
import { quotaOf } from '../../quota.js';

/** Stands for no limit, which the answer has no word for. */
const UNLIMITED = 1_000_000;

/** A plan may publish as many retrievers as it may have: each has one publication. */
export function publishStats({ state, caller }: RequestContext): ResolverResult {
  const current = state.count('publications');
  const most = quotaOf(caller.tier, 'retrievers') ?? UNLIMITED;
  const remaining = Math.max(0, most - current);
  return { body: { current_count: current, max_allowed: most, remaining, at_limit: remaining === 0 } };
}
