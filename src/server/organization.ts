import type { Services, StateReader, Tier, Transaction } from './context.js';
import { isoTime } from './iso-time.js';
import type { AccountType, OrganizationRecord } from './records.js';

/** One instance holds one organization; its ids are the same on every instance. */
export const ORGANIZATION_ID = 'org_local';
/** The organization, as the service keeps it. */
export const INTERNAL_ID = 'int_local';

const TIER_OF: Readonly<Record<AccountType, Tier>> = {
  free: 'free',
  pro: 'pro',
  team: 'pro',
  enterprise: 'enterprise',
};
const ACCOUNT_OF: Readonly<Record<Tier, AccountType>> = {
  free: 'free',
  basic: 'pro',
  pro: 'pro',
  enterprise: 'enterprise',
};
/** Documented; every kind of operation has the same. */
const REQUESTS_A_MINUTE = 10;

/** What credits led to; `undefined` when they led to nothing, so that the server's own tier holds. */
export function tierOf(state: StateReader): Tier | undefined {
  const account = peekOrganization(state)?.account_type ?? null;
  return account === null ? undefined : TIER_OF[account];
}

export function accountOf({ account_type: account }: OrganizationRecord, tier: Tier): AccountType {
  return account ?? ACCOUNT_OF[tier];
}

/** The organization, if anything was ever asked of it. */
export function peekOrganization(state: StateReader): OrganizationRecord | undefined {
  return state.count('organizations') === 0 ? undefined : state.get('organizations', ORGANIZATION_ID);
}

/** The organization; staged when it is asked for the first time. */
export function readOrganization(context: {
  state: StateReader;
  tx: Transaction;
  services: Services;
}): OrganizationRecord {
  const existing = peekOrganization(context.state);
  if (existing !== undefined) return existing;
  const created = newOrganization(isoTime(context.services.clock.now()));
  context.tx.put('organizations', created);
  return created;
}

function newOrganization(now: string): OrganizationRecord {
  return {
    id: ORGANIZATION_ID,
    organization_name: 'Local organization',
    logo_url: null,
    billing_email: null,
    metadata: {},
    rate_limits: Object.fromEntries(
      ['metadata', 'data', 'search', 'upload', 'compute'].map((kind) => [kind, REQUESTS_A_MINUTE]),
    ),
    account_type: null,
    credits_added: 0,
    read_auditing: false,
    billing: {
      customer_id: null,
      setup_intent_id: null,
      payment_method: null,
      auto_billing: false,
      auto_billing_since: null,
      budget_cents: null,
      alert_thresholds: [50, 80, 100],
      alerts_enabled: true,
      hard_cap_cents: null,
      hard_cap_enabled: false,
    },
    created_at: now,
    updated_at: now,
  };
}
