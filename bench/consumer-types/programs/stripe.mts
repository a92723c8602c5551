import Stripe from 'stripe';

const client = new Stripe('sk_test');

export const customer = await client.customers.create({ email: 'a@example.com' });
export const kept = await client.customers.retrieve('cus_1');
export const changed = await client.customers.update('cus_1', { name: 'A' });
export const ids: string[] = [];
for await (const { id } of client.customers.list()) ids.push(id);
export const product = await client.products.create({ name: 'shoe' });
export const products = await client.products.list();
export const price = await client.prices.create({ currency: 'eur', unit_amount: 1, product: product.id });
export const prices = await client.prices.list();
export const intent = await client.paymentIntents.create({ amount: 1, currency: 'eur' });
export const confirmed = await client.paymentIntents.confirm('pi_1');
export const refund = await client.refunds.create({ payment_intent: 'pi_1' });
export const subscription = await client.subscriptions.create({ customer: 'cus_1', items: [{ price: 'price_1' }] });
export const subscriptions = await client.subscriptions.list();
export const invoice = await client.invoices.create({ customer: 'cus_1' });
export const paid = await client.invoices.pay('in_1');
export const session = await client.checkout.sessions.create({ mode: 'payment', line_items: [] });
export const charge = await client.charges.retrieve('ch_1');
export const events = await client.events.list();
export const balance = await client.balance.retrieve();
export const coupon = await client.coupons.create({ percent_off: 5 });
