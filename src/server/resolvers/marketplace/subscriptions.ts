import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { hashText } from '../../hash-text.js';
import { isoTime } from '../../iso-time.js';
import { objectsOf, textOf } from '../../json-object.js';
import { newSecretKey } from '../../new-secret-key.js';
import { badRequest, conflict, notFound } from '../../problem.js';
import type { SubscriptionRecord } from '../../records.js';
import { objectOf } from '../retrievers/definition.js';
import { findListing } from './listings.js';
import { activeSubscriptions } from './subscriptions-of.js';
import { toSubscriptionView } from './view.js';

const SHOWN_CHARACTERS = 12;

/** Subscribes at the listed price; no money moves. */
export function subscribe(context: RequestContext): ResolverResult {
  const { body, services, state, tx } = context;
  const named = textOf(body, 'listing_id');
  const listing = findListing(named, context);
  if (listing.status !== 'published') throw notFound('listing', named);
  const [earlier] = activeSubscriptions(state, listing.id);
  if (earlier !== undefined) {
    const message = `There is an active subscription to "${listing.public_name}" (${earlier}) already. Cancel it first to take another plan.`;
    throw conflict('already_subscribed', message, { subscription_id: earlier, listing_id: listing.id });
  }
  const tiers = objectsOf(listing.listing['available_tiers']);
  const plan = tiers.find(({ tier }) => tier === body['tier']);
  if (plan === undefined) {
    const offered = tiers.map((tier) => textOf(tier, 'tier'));
    const message = `"${listing.public_name}" has no plan "${textOf(body, 'tier')}"; it has ${offered.join(', ')}.`;
    throw badRequest('tier_not_offered', message, { available_tiers: offered });
  }
  const key = newSecretKey('sub_sk', services);
  const now = isoTime(services.clock.now());
  const record: SubscriptionRecord = {
    id: services.id('sub'),
    listing_id: listing.id,
    tier: textOf(plan, 'tier'),
    status: 'active',
    price_per_month: typeof plan['price_per_month'] === 'number' ? plan['price_per_month'] : 0,
    limits: objectOf(plan['limits']) ?? {},
    key_hash: hashText(key),
    key_prefix: key.slice(0, SHOWN_CHARACTERS),
    cancelled_at: null,
    created_at: now,
    updated_at: now,
  };
  tx.put('subscriptions', record);
  tell(context, 'marketplace.subscription.created', record);
  return { body: { ...toSubscriptionView(record, context), api_key: key } };
}

export function listSubscriptions(context: RequestContext): ResolverResult {
  const { status } = context.query;
  const views = context.state
    .list('subscriptions')
    .filter((subscription) => typeof status !== 'string' || subscription.status === status)
    .map((subscription) => toSubscriptionView(subscription, context))
    .toReversed();
  return { body: views };
}

export function getSubscription(context: RequestContext): ResolverResult {
  return { body: toSubscriptionView(findSubscription(context), context) };
}

/** Asking again changes nothing. */
export function cancelSubscription(context: RequestContext): ResolverResult {
  const record = findSubscription(context);
  if (record.status === 'cancelled') return { body: toSubscriptionView(record, context) };
  const now = isoTime(context.services.clock.now());
  const cancelled: SubscriptionRecord = { ...record, status: 'cancelled', cancelled_at: now, updated_at: now };
  context.tx.put('subscriptions', cancelled);
  tell(context, 'marketplace.subscription.cancelled', cancelled);
  return { body: toSubscriptionView(cancelled, context) };
}

function findSubscription({ state, path }: RequestContext): SubscriptionRecord {
  const id = path['subscription_id'] ?? '';
  const record = state.get('subscriptions', id);
  if (record === undefined) throw notFound('subscription', id);
  return record;
}

function tell(context: RequestContext, type: string, { id, listing_id: listingId }: SubscriptionRecord): void {
  const metadata = { listing_id: listingId };
  publishEvent(context, { type, namespaceId: null, subject: { type: 'marketplace_subscription', id }, metadata });
}
