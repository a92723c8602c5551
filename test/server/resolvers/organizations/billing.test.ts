import { expect, it } from 'vitest';
import { usageBetween } from '../../../../src/server/billing/usage.js';
import { createMeter } from '../../../../src/server/meter.js';
import type { ServerOptions } from '../../../../src/server/options.js';
import { setup } from '../setup.js';

const BILLING = '/v1/organizations/billing';
const MODEL = 'intfloat/multilingual-e5-large-instruct';

async function setupBilling(options: ServerOptions = {}) {
  const caller = setup(options);
  await caller.call('POST /v1/namespaces/standalone', {
    namespace_id: 'ns',
    vector_configs: [{ name: 'v', dimension: 2 }],
  });
  /** Uses one credit each time. */
  const use = async (times = 1) => {
    let answer = { status: 0, body: undefined as unknown };
    for (let turn = 0; turn < times; turn++) {
      answer = await caller.call(
        'POST /v1/inference',
        { inputs: { text: 'a' }, inference_name: MODEL },
        { 'x-namespace': 'ns' },
      );
    }
    return answer;
  };
  return { ...caller, use };
}

it('is empty where nothing happened', async () => {
  const { call } = await setupBilling();
  expect((await call(`GET ${BILLING}/usage/current`)).body).toEqual({
    current_month_usage: 0,
    billing_month: '2026-01',
    billing_period_start: '2026-01-01T00:00:00.000Z',
    billing_period_end: '2026-02-01T00:00:00.000Z',
    estimated_cost_usd: 0,
    credit_rate: 0.001,
    auto_billing_enabled: false,
    next_invoice_date: '2026-02-01T00:00:00.000Z',
  });
  expect((await call(`GET ${BILLING}/usage/breakdown`)).body).toMatchObject({ by_operation: {}, by_extractor: {} });
  expect((await call(`GET ${BILLING}/invoices`)).body).toEqual({ invoices: [], total: 0, has_more: false });
  expect((await call(`POST ${BILLING}/generate-invoice`)).body).toMatchObject({
    invoice: null,
    message: 'There is nothing to bill for 2026-01.',
  });
});

it('counts credits by kind of work, tenths too, and nothing for what was refused', async () => {
  const { call, use } = await setupBilling();
  await use(2);
  const search = {
    collection_identifiers: [],
    input_schema: {},
    inputs: {},
    stages: [
      {
        stage_name: 'near',
        config: {
          stage_id: 'feature_search',
          parameters: { searches: [{ feature_uri: 'v', query: { input_mode: 'vector', value: [1, 0] } }] },
        },
      },
      { stage_name: 'all', config: { stage_id: 'limit', parameters: {} } },
    ],
  };
  for (let turn = 0; turn < 10; turn++) await call('POST /v1/retrievers/execute', search, { 'x-namespace': 'ns' });
  await call('POST /v1/retrievers/execute', { ...search, stages: [] }, { 'x-namespace': 'ns' });
  expect((await call(`GET ${BILLING}/usage/breakdown?billing_month=2026-01`)).body).toMatchObject({
    total_credits: 3,
    total_cost_usd: 0.003,
    by_operation: { inference: 2, search: 1 },
  });
  expect((await call(`GET ${BILLING}/usage/breakdown?billing_month=2025-12`)).body.total_credits).toBe(0);
  expect((await call(`GET ${BILLING}/usage/breakdown?billing_month=2026-02`)).status).toBe(422);
  expect((await call(`GET ${BILLING}/usage/breakdown?billing_month=soon`)).status).toBe(422);
});

it.each([
  [{ kind: 'extraction', attributes: { documents: 12, feature_extractor_id: 'text_extractor_v1' } }, 12],
  [{ kind: 'stage', attributes: { stage_id: 'rerank', input_count: 5 } }, 10],
  [{ kind: 'stage', attributes: { stage_id: 'limit' } }, 0],
  [{ kind: 'upload', credits: 3 }, 3],
  [{ kind: 'batch', attributes: { documents: 12 } }, 0],
])('prices %j', (sample, credits) => {
  const meter = createMeter();
  meter.record({ at: 0, ...sample });
  const usage = usageBetween(meter, { from: 0, to: 1 });
  expect(usage.credits).toBe(credits);
  expect([...usage.byExtractor]).toEqual(sample.kind === 'extraction' ? [['text_extractor', credits]] : []);
});

it('pays usage from the balance first', async () => {
  const { call, use } = await setupBilling();
  const added = await call('POST /v1/organizations/credits', { credits: 5 });
  expect(added.body).toMatchObject({ previous_balance: 0, credits_added: 5, new_balance: 5, tier_upgraded: false });
  await use(30);
  expect((await call(`GET ${BILLING}/balance`)).body).toMatchObject({ credit_balance: 0, daily_burn_rate: 1 });
  const { body } = await call(`POST ${BILLING}/generate-invoice`, {});
  // 25 credits at a tenth of a cent.
  expect(body.invoice).toMatchObject({ total_credits: 30, amount_due: 2, amount_paid: 0, status: 'open' });
  expect((await call(`POST ${BILLING}/generate-invoice`, {})).body.invoice).toBe(null);
  await call('POST /v1/organizations/credits', { credits: 7 });
  expect((await call(`GET ${BILLING}/balance`)).body.credit_balance).toBe(7);
});

it('takes an organization to the next plan when enough credits were added', async () => {
  const { call } = await setupBilling({ tier: 'free', rateLimit: false });
  expect((await call(`GET ${BILLING}/balance`)).body).toMatchObject({
    account_tier: 'free',
    next_tier: 'pro',
    credits_until_next_tier: 100_000,
  });
  expect((await call('POST /v1/namespaces/standalone', { namespace_id: 'second' })).status).toBe(403);
  const { body } = await call('POST /v1/organizations/credits', { credits: 100_000 });
  expect(body).toMatchObject({ previous_tier: 'free', new_tier: 'pro', tier_upgraded: true });
  expect((await call('POST /v1/namespaces/standalone', { namespace_id: 'second' })).status).toBe(200);
  expect((await call('POST /v1/organizations/credits', { credits: 0 })).status).toBe(422);
});

it('takes a payment method that was set up, and refuses others', async () => {
  const { call } = await setupBilling();
  const confirm = (id: string) => call(`POST ${BILLING}/confirm-payment-method`, { payment_method_id: id });
  expect(await confirm('pm_card_visa')).toMatchObject({
    status: 400,
    body: { error: { code: 'payment_setup_required' } },
  });
  expect((await call(`POST ${BILLING}/enable-auto-billing`)).status).toBe(400);
  const first = await call(`POST ${BILLING}/setup-payment-method`);
  const second = await call(`POST ${BILLING}/setup-payment-method`);
  expect(first.body.customer_id).toBe(second.body.customer_id);
  expect(first.body.setup_intent_id).not.toBe(second.body.setup_intent_id);
  expect((await confirm('card')).body.error.code).toBe('invalid_payment_method');
  expect((await confirm('pm_card_chargeDeclined')).body.error.code).toBe('payment_method_declined');
  expect((await confirm('pm_card_mastercard')).body).toEqual({
    success: true,
    payment_method: {
      payment_method_id: 'pm_card_mastercard',
      type: 'card',
      card_last4: '4444',
      card_brand: 'mastercard',
    },
    auto_billing_enabled: true,
    billing_period_start: '2026-01-01T00:00:00.000Z',
  });
  expect((await confirm('pm_card_mastercard')).status).toBe(200);
  expect((await call(`GET ${BILLING}/payment-method`)).body).toMatchObject({
    has_payment_method: true,
    payment_method: { card_last4: '4444' },
  });
});

it('bills each month when it ends while automatic billing is on', async () => {
  const { call, use, server } = await setupBilling();
  await call(`POST ${BILLING}/setup-payment-method`);
  await call(`POST ${BILLING}/confirm-payment-method`, { payment_method_id: 'pm_card_visa' });
  await use(20);
  server.clock.set('2026-02-01T00:00:00Z');
  expect((await call(`GET ${BILLING}/invoices`)).body).toMatchObject({
    total: 1,
    invoices: [{ billing_month: '2026-01', total_credits: 20, amount_due: 2, amount_paid: 2, status: 'paid' }],
  });
  await call(`POST ${BILLING}/disable-auto-billing`);
  await use(10);
  server.clock.set('2026-03-02T00:00:00Z');
  expect((await call(`GET ${BILLING}/invoices`)).body.total).toBe(1);
  expect(
    (await call(`POST ${BILLING}/generate-invoice`, { billing_month: '2026-02', dry_run: true })).body,
  ).toMatchObject({ dry_run: true, invoice: { status: 'draft', amount_due: 1 } });
  expect((await call(`GET ${BILLING}/invoices?limit=1`)).body).toMatchObject({ total: 1, has_more: false });
});

it('stops what costs credits at a hard cap, and nothing else', async () => {
  const { call, use, server } = await setupBilling();
  expect((await call(`POST ${BILLING}/spending-caps`, { hard_cap_enabled: true })).status).toBe(422);
  await call(`POST ${BILLING}/spending-caps`, {
    hard_spending_cap: 1,
    hard_cap_enabled: true,
    monthly_spending_budget: 2,
  });
  expect((await use(10)).status).toBe(200);
  expect(await use()).toMatchObject({
    status: 403,
    body: {
      error: {
        type: 'QuotaExceededError',
        code: 'spending_cap_reached',
        details: { resource: 'spending_cents', current: 1, limit: 1 },
      },
    },
  });
  expect((await call('GET /v1/namespaces/ns')).status).toBe(200);
  expect((await call(`GET ${BILLING}/spending-caps`)).body).toMatchObject({
    current_spending_cents: 1,
    current_spending_usd: 0.01,
    budget_percentage_used: 50,
    spending_alerts_sent: [50],
    hard_spending_cap_usd: 0.01,
  });
  server.clock.set('2026-02-01T00:00:00Z');
  expect((await use()).status).toBe(200);
});

it('keeps the settings that a change leaves out, and lifts a budget with null', async () => {
  const { call } = await setupBilling();
  const set = async (body: object) => call(`POST ${BILLING}/spending-caps`, body);
  await set({ monthly_spending_budget: 500, spending_alert_thresholds: [90, 10, 90] });
  expect((await set({ spending_alerts_enabled: false })).body).toMatchObject({
    monthly_spending_budget: 500,
    monthly_spending_budget_usd: 5,
    spending_alert_thresholds: [10, 90],
    spending_alerts_enabled: false,
  });
  expect((await set({ monthly_spending_budget: null })).body.monthly_spending_budget).toBe(null);
  expect((await set({ spending_alert_thresholds: [0] })).status).toBe(422);
});
