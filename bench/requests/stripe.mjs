import Stripe from 'stripe';
import { measure, url } from './measure.mjs';

const { hostname, port } = new URL(url);
const client = new Stripe('sk_test', { host: hostname, port: Number(port), protocol: 'http', telemetry: false });
await measure(() =>
  client.customers.create({ email: 'a@example.com', name: 'Red running shoes', description: 'for rainy days' }),
);
