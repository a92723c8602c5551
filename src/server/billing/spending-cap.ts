import type { Operation } from '../../operation.js';
import type { Services, StateReader } from '../context.js';
import { peekOrganization } from '../organization.js';
import { forbidden } from '../problem.js';
import { costsCredits } from './prices.js';
import { monthOf, toCents, usageBetween } from './usage.js';

/** Refuses (403) what costs credits once this month's spending has reached a hard cap that holds. */
export function checkSpendingCap(
  operation: Operation,
  { state, services }: { state: StateReader; services: Services },
): void {
  const billing = peekOrganization(state)?.billing;
  if (billing?.hard_cap_enabled !== true || billing.hard_cap_cents === null) return;
  if (!costsCredits(operation.id)) return;
  const current = toCents(usageBetween(services.meter, monthOf(services.clock.now())).credits);
  const limit = billing.hard_cap_cents;
  if (current < limit) return;
  throw forbidden(
    `This month's spending of ${current} cents has reached the hard spending cap of ${limit} cents. Raise the cap, or turn it off.`,
    {
      type: 'QuotaExceededError',
      code: 'spending_cap_reached',
      details: { resource: 'spending_cents', current, limit, tier: services.settings.tier },
    },
  );
}
