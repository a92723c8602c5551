import { monthOf } from '../../billing/usage.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { isoTime } from '../../iso-time.js';
import { textOf } from '../../json-object.js';
import { readOrganization } from '../../organization.js';
import { badRequest } from '../../problem.js';
import type { BillingSettings, OrganizationRecord } from '../../records.js';

/** Cards that the local payment provider knows; any other `pm_...` is a visa. */
const CARDS: Readonly<Record<string, { card_brand: string; card_last4: string }>> = {
  pm_card_visa: { card_brand: 'visa', card_last4: '4242' },
  pm_card_mastercard: { card_brand: 'mastercard', card_last4: '4444' },
  pm_card_amex: { card_brand: 'amex', card_last4: '0005' },
};
const DECLINED = /declined$/i;

/** Begins anew each time; the customer stays the same. */
export function setupPaymentMethod(context: RequestContext): ResolverResult {
  const { services } = context;
  const organization = readOrganization(context);
  const customer = organization.billing.customer_id ?? services.id('cus');
  const intent = services.id('seti');
  put(context, organization, { customer_id: customer, setup_intent_id: intent });
  return {
    body: { setup_intent_id: intent, client_secret: `${intent}_secret_${services.id('cs')}`, customer_id: customer },
  };
}

export function confirmPaymentMethod(context: RequestContext): ResolverResult {
  const { body } = context;
  const organization = readOrganization(context);
  const id = textOf(body, 'payment_method_id');
  const current = organization.billing.payment_method;
  const repeats = current?.payment_method_id === id && organization.billing.setup_intent_id === null;
  if (organization.billing.setup_intent_id === null && !repeats) {
    throw badRequest('payment_setup_required', 'No payment method is being set up. Call setup-payment-method first.');
  }
  if (!id.startsWith('pm_')) {
    throw badRequest('invalid_payment_method', `"${id}" is not the id of a payment method; those begin with pm_.`);
  }
  if (DECLINED.test(id)) {
    throw badRequest('payment_method_declined', `The payment method ${id} was declined. Use another one.`);
  }
  const card = CARDS[id] ?? { card_brand: 'visa', card_last4: '4242' };
  const method = { payment_method_id: id, type: 'card', ...card };
  const updated = put(context, organization, {
    payment_method: method,
    setup_intent_id: null,
    ...turnedOn(context, organization),
  });
  return {
    body: {
      success: true,
      payment_method: method,
      auto_billing_enabled: true,
      billing_period_start: periodStart(updated),
    },
  };
}

export function getPaymentMethod(context: RequestContext): ResolverResult {
  const { payment_method: method, auto_billing: enabled } = readOrganization(context).billing;
  return { body: { has_payment_method: method !== null, payment_method: method, auto_billing_enabled: enabled } };
}

export function enableAutoBilling(context: RequestContext): ResolverResult {
  const organization = readOrganization(context);
  const method = organization.billing.payment_method;
  if (method === null) {
    throw badRequest('payment_method_required', 'Automatic billing needs a payment method. Set one up and confirm it.');
  }
  const updated = put(context, organization, turnedOn(context, organization));
  return {
    body: {
      success: true,
      auto_billing_enabled: true,
      message: `Each month is charged to ${method.card_brand} ending in ${method.card_last4}.`,
      billing_period_start: periodStart(updated),
    },
  };
}

export function disableAutoBilling(context: RequestContext): ResolverResult {
  put(context, readOrganization(context), { auto_billing: false, auto_billing_since: null });
  return {
    body: {
      success: true,
      auto_billing_enabled: false,
      message: 'Automatic billing is off.',
      billing_period_start: null,
    },
  };
}

/** Bills the current month when it ends, unless that was to happen already. */
function turnedOn({ services, state, tx }: RequestContext, { billing }: OrganizationRecord): Partial<BillingSettings> {
  if (billing.auto_billing) return {};
  const now = services.clock.now();
  const month = monthOf(now);
  // Tells this turn from an earlier one, whose job may still wait.
  const since = isoTime(now);
  const waits = state.ids('jobs', ({ kind, payload }) => kind === 'billing.month' && payload['since'] === since);
  if (waits.length === 0) tx.schedule('billing.month', month.to, { month_start: month.from, since });
  return { auto_billing: true, auto_billing_since: since };
}

function periodStart({ billing }: OrganizationRecord): string {
  return isoTime(monthOf(Date.parse(billing.auto_billing_since ?? '')).from);
}

function put(
  { tx, services }: RequestContext,
  organization: OrganizationRecord,
  changes: Partial<BillingSettings>,
): OrganizationRecord {
  const updated: OrganizationRecord = {
    ...organization,
    billing: { ...organization.billing, ...changes },
    updated_at: isoTime(services.clock.now()),
  };
  tx.put('organizations', updated);
  return updated;
}
