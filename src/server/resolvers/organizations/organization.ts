import type { JsonObject } from '../../../internal/json.js';
import { accountAfter, balanceOf } from '../../billing/balance.js';
import { monthOf, usageBetween } from '../../billing/usage.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { accountOf, readOrganization } from '../../organization.js';
import type { OrganizationRecord } from '../../records.js';
import { readEmail } from './read-email.js';
import { toUserView } from './users.js';

export function getOrganization(context: RequestContext): ResolverResult {
  return { body: toView(readOrganization(context), context) };
}

export function updateOrganization(context: RequestContext): ResolverResult {
  const { body, tx, services } = context;
  const organization = readOrganization(context);
  if (typeof body['billing_email'] === 'string') readEmail(body['billing_email'], 'billing_email');
  const given = Object.entries(body).filter(([name, value]) => value !== null && CHANGEABLE.has(name));
  const updated: OrganizationRecord = {
    ...organization,
    ...Object.fromEntries(given),
    updated_at: isoTime(services.clock.now()),
  };
  tx.put('organizations', updated);
  return { body: toView(updated, context) };
}

const CHANGEABLE: ReadonlySet<string> = new Set([
  'organization_name',
  'logo_url',
  'billing_email',
  'metadata',
  'rate_limits',
]);

export function addCredits(context: RequestContext): ResolverResult {
  const { body, tx, services } = context;
  const organization = readOrganization(context);
  const added = typeof body['credits'] === 'number' ? body['credits'] : 0;
  const previousTier = accountOf(organization, services.settings.tier);
  const total = organization.credits_added + added;
  const newTier = accountAfter(previousTier, total);
  const updated: OrganizationRecord = {
    ...organization,
    credits_added: total,
    account_type: newTier === previousTier ? organization.account_type : newTier,
    updated_at: isoTime(services.clock.now()),
  };
  tx.put('organizations', updated);
  return {
    body: {
      previous_balance: balanceOf(organization, context),
      credits_added: added,
      new_balance: balanceOf(updated, context),
      previous_tier: previousTier,
      new_tier: newTier,
      tier_upgraded: newTier !== previousTier,
    },
  };
}

function toView(organization: OrganizationRecord, { state, services }: RequestContext): JsonObject {
  const usage = usageBetween(services.meter, monthOf(services.clock.now()));
  return {
    organization_id: organization.id,
    organization_name: organization.organization_name,
    logo_url: organization.logo_url,
    account_type: accountOf(organization, services.settings.tier),
    credit_count: balanceOf(organization, { state, services }),
    metadata: organization.metadata,
    billing_email: organization.billing_email,
    rate_limits: organization.rate_limits,
    auto_billing_enabled: organization.billing.auto_billing,
    billing_cycle_start: 1,
    current_month_usage: Math.floor(usage.credits),
    created_at: organization.created_at,
    updated_at: organization.updated_at,
    users: state.list('users').map(toUserView),
  };
}
