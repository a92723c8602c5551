import type { Services, StateReader } from '../context.js';
import { isoTime } from '../iso-time.js';
import type { InvoiceRecord, OrganizationRecord } from '../records.js';
import { toCents, usageBetween, type BillingMonth } from './usage.js';

/** The invoice of what a month used and no invoice holds yet; `undefined` when that is no whole credit. */
export function draftInvoice(
  organization: OrganizationRecord,
  month: BillingMonth,
  { state, services }: { state: StateReader; services: Services },
): InvoiceRecord | undefined {
  const billed = state
    .list('invoices')
    .filter((invoice) => invoice.billing_month === month.name)
    .reduce((sum, invoice) => sum + invoice.total_credits, 0);
  const credits = Math.floor(usageBetween(services.meter, month).credits) - billed;
  if (credits <= 0) return undefined;
  const spent = state.list('invoices').reduce((sum, invoice) => sum + invoice.covered_credits, 0);
  const covered = Math.min(credits, Math.max(0, organization.credits_added - spent));
  const amount = toCents(credits - covered);
  const isPaid = amount === 0 || (organization.billing.auto_billing && organization.billing.payment_method !== null);
  const now = isoTime(services.clock.now());
  return {
    id: services.id('in'),
    billing_month: month.name,
    total_credits: credits,
    covered_credits: covered,
    amount_due: amount,
    amount_paid: isPaid ? amount : 0,
    status: isPaid ? 'paid' : 'open',
    created_at: now,
    paid_at: isPaid ? now : null,
  };
}
