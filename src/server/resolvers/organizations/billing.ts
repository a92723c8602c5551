import type { JsonObject } from '../../../internal/json.js';
import { balanceOf, nextAccount } from '../../billing/balance.js';
import { draftInvoice } from '../../billing/invoice.js';
import { CREDIT_RATE_USD } from '../../billing/prices.js';
import { monthOf, parseMonth, toUsd, usageBetween, wholeCredits, type BillingMonth } from '../../billing/usage.js';
import type { JobHandler, RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { accountOf, ORGANIZATION_ID, peekOrganization, readOrganization } from '../../organization.js';
import { unprocessable } from '../../problem.js';
import type { InvoiceRecord } from '../../records.js';

const DAY = 86_400_000;
const BURN_DAYS = 30;

export function getBalance(context: RequestContext): ResolverResult {
  const { services } = context;
  const organization = readOrganization(context);
  const account = accountOf(organization, services.settings.tier);
  const next = nextAccount(account, organization.credits_added);
  const now = services.clock.now();
  const recent = usageBetween(services.meter, { from: now - BURN_DAYS * DAY, to: now + 1 });
  const rate = recent.credits / BURN_DAYS;
  const balance = balanceOf(organization, context);
  return {
    body: {
      organization_id: ORGANIZATION_ID,
      credit_balance: balance,
      account_tier: account,
      next_tier: next?.account ?? null,
      credits_until_next_tier: next?.missing ?? null,
      estimated_days_remaining: rate === 0 ? null : Math.floor(balance / rate),
      daily_burn_rate: rate,
    },
  };
}

export function getCurrentUsage(context: RequestContext): ResolverResult {
  const { services } = context;
  const month = monthOf(services.clock.now());
  const { credits } = usageBetween(services.meter, month);
  return {
    body: {
      current_month_usage: Math.floor(credits),
      billing_month: month.name,
      billing_period_start: isoTime(month.from),
      billing_period_end: isoTime(month.to),
      estimated_cost_usd: toUsd(credits),
      credit_rate: CREDIT_RATE_USD,
      auto_billing_enabled: readOrganization(context).billing.auto_billing,
      next_invoice_date: isoTime(month.to),
    },
  };
}

export function getBreakdown({ query, services }: RequestContext): ResolverResult {
  const month = readMonth(query['billing_month'], { location: ['query', 'billing_month'], now: services.clock.now() });
  const usage = usageBetween(services.meter, month);
  return {
    body: {
      billing_month: month.name,
      total_credits: Math.floor(usage.credits),
      total_cost_usd: toUsd(usage.credits),
      by_operation: wholeCredits(usage.byOperation),
      by_extractor: wholeCredits(usage.byExtractor),
      period_start: isoTime(month.from),
      period_end: isoTime(month.to),
    },
  };
}

export function generateInvoice(context: RequestContext): ResolverResult {
  const { body, services, tx } = context;
  const now = services.clock.now();
  const month = readMonth(body['billing_month'], { location: ['body', 'billing_month'], now });
  const dryRun = body['dry_run'] === true;
  const invoice = draftInvoice(readOrganization(context), month, context);
  if (invoice !== undefined && !dryRun) tx.put('invoices', invoice);
  const billed = dryRun ? 'Would bill' : 'Billed';
  return {
    body: {
      success: true,
      dry_run: dryRun,
      billing_month: month.name,
      invoice: invoice === undefined ? null : { ...toInvoiceView(invoice), ...(dryRun ? DRAFT : {}) },
      message:
        invoice === undefined
          ? `There is nothing to bill for ${month.name}.`
          : `${billed} ${invoice.total_credits} credits of ${month.name}.`,
    },
  };
}

const DRAFT = { status: 'draft', amount_paid: 0, paid_at: null };

/** Newest first. */
export function listInvoices({ state, query }: RequestContext): ResolverResult {
  const invoices = state.list('invoices').reverse();
  const limit = typeof query['limit'] === 'number' ? query['limit'] : 10;
  return {
    body: {
      invoices: invoices.slice(0, limit).map(toInvoiceView),
      total: invoices.length,
      has_more: invoices.length > limit,
    },
  };
}

/** Bills the month that has ended, and waits for the next; stops when automatic billing was turned off. */
export const runMonthlyBilling: JobHandler = ({ payload }, { state, tx, services }) => {
  const organization = peekOrganization(state);
  if (organization?.billing.auto_billing !== true) return;
  if (organization.billing.auto_billing_since !== payload['since']) return;
  const ended = monthOf(Number(payload['month_start']));
  const invoice = draftInvoice(organization, ended, { state, services });
  if (invoice !== undefined) tx.put('invoices', invoice);
  const next = monthOf(ended.to);
  tx.schedule('billing.month', next.to, { month_start: next.from, since: payload['since'] ?? null });
};

function toInvoiceView({ id, covered_credits: _covered, created_at: created, ...invoice }: InvoiceRecord): JsonObject {
  return { invoice_id: id, invoice_url: null, invoice_pdf: null, ...invoice, created };
}

function readMonth(given: unknown, { location, now }: { location: string[]; now: number }): BillingMonth {
  if (typeof given !== 'string') return monthOf(now);
  const month = parseMonth(given);
  if (month !== undefined && month.from <= now) return month;
  const message =
    month === undefined
      ? `"${given}" is not a month; write it like 2026-01`
      : `${month.name} has not begun; name the current month or an earlier one`;
  throw unprocessable([{ type: 'value_error', location, message }]);
}
