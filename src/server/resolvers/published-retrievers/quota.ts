import type { RequestContext, Tier } from '../../context.js';
import { forbidden } from '../../problem.js';

/** No page says how many: fewer than a plan may have retrievers. */
const MOST_BY_TIER: Readonly<Record<Tier, number>> = { free: 1, basic: 5, pro: 25, enterprise: 1000 };

export interface PublishStats {
  readonly current_count: number;
  readonly max_allowed: number;
  readonly remaining: number;
  readonly at_limit: boolean;
}

export function publishStats({ state, caller }: RequestContext): PublishStats {
  const current = state.count('publications');
  const most = MOST_BY_TIER[caller.tier];
  const remaining = Math.max(0, most - current);
  return { current_count: current, max_allowed: most, remaining, at_limit: remaining === 0 };
}

export function refuseOverQuota(context: RequestContext): void {
  const { at_limit: atLimit, current_count: current, max_allowed: limit } = publishStats(context);
  if (!atLimit) return;
  throw forbidden(
    `The ${context.caller.tier} plan allows ${limit} published retrievers, and there are ${current}. Unpublish one first.`,
    {
      type: 'QuotaExceededError',
      code: 'quota_exceeded',
      details: { resource: 'published_retrievers', current, limit, tier: context.caller.tier },
    },
  );
}
