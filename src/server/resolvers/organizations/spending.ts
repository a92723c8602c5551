import type { JsonObject, JsonValue } from '../../../internal/json.js';
import { monthOf, toCents, usageBetween } from '../../billing/usage.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { readOrganization } from '../../organization.js';
import { unprocessable } from '../../problem.js';
import type { BillingSettings } from '../../records.js';

export function getSpendingCaps(context: RequestContext): ResolverResult {
  return { body: toView(readOrganization(context).billing, context) };
}

export function setSpendingCaps(context: RequestContext): ResolverResult {
  const { body, tx, services } = context;
  const organization = readOrganization(context);
  const current = organization.billing;
  const billing: BillingSettings = {
    ...current,
    budget_cents: readCents(body['monthly_spending_budget'], current.budget_cents),
    alert_thresholds: readThresholds(body['spending_alert_thresholds']) ?? current.alert_thresholds,
    alerts_enabled: readFlag(body['spending_alerts_enabled'], current.alerts_enabled),
    hard_cap_cents: readCents(body['hard_spending_cap'], current.hard_cap_cents),
    hard_cap_enabled: readFlag(body['hard_cap_enabled'], current.hard_cap_enabled),
  };
  if (billing.hard_cap_enabled && billing.hard_cap_cents === null) {
    throw unprocessable([
      { type: 'value_error', location: ['body', 'hard_spending_cap'], message: 'a cap that holds needs an amount' },
    ]);
  }
  tx.put('organizations', { ...organization, billing, updated_at: isoTime(services.clock.now()) });
  return { body: toView(billing, context) };
}

function toView(billing: BillingSettings, { services }: RequestContext): JsonObject {
  const spent = toCents(usageBetween(services.meter, monthOf(services.clock.now())).credits);
  const budget = billing.budget_cents;
  const percentage = budget === null || budget === 0 ? null : Math.round((spent / budget) * 10_000) / 100;
  return {
    monthly_spending_budget: budget,
    monthly_spending_budget_usd: toUsd(budget),
    spending_alert_thresholds: billing.alert_thresholds,
    spending_alerts_enabled: billing.alerts_enabled,
    spending_alerts_sent: billing.alerts_enabled
      ? billing.alert_thresholds.filter((threshold) => percentage !== null && percentage >= threshold)
      : [],
    hard_spending_cap: billing.hard_cap_cents,
    hard_spending_cap_usd: toUsd(billing.hard_cap_cents),
    hard_cap_enabled: billing.hard_cap_enabled,
    current_spending_cents: spent,
    current_spending_usd: spent / 100,
    budget_percentage_used: percentage,
  };
}

const toUsd = (cents: number | null): number | null => (cents === null ? null : cents / 100);

/** Left out: as it is. Null: none. */
function readCents(given: JsonValue | undefined, current: number | null): number | null {
  if (given === undefined) return current;
  return typeof given === 'number' ? given : null;
}

const readFlag = (given: JsonValue | undefined, current: boolean): boolean =>
  typeof given === 'boolean' ? given : current;

/** Each once, in order. */
function readThresholds(given: JsonValue | undefined): number[] | undefined {
  if (!Array.isArray(given)) return undefined;
  const thresholds = given.filter((each) => typeof each === 'number');
  const wrong = thresholds.findIndex((each) => each < 1 || each > 100);
  if (wrong !== -1) {
    throw unprocessable([
      {
        type: 'value_error',
        location: ['body', 'spending_alert_thresholds', wrong],
        message: `${thresholds[wrong]} is not a percentage from 1 to 100`,
      },
    ]);
  }
  return [...new Set(thresholds)].sort((a, b) => a - b);
}
