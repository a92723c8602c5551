import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { isoTime } from '../../iso-time.js';
import { objectsOf, textOf } from '../../json-object.js';
import { newKeySecret, shownPrefix } from '../../keys/secret-of-key.js';
import { badRequest, conflict, notFound } from '../../problem.js';
import type { KeyRecord, SubscriptionRecord } from '../../records.js';
import { objectOf } from '../retrievers/definition.js';
import { findListing } from './listings.js';
import { activeSubscriptions } from './subscriptions-of.js';
import { toSubscriptionView } from './view.js';

/** Subscribes at the listed price; no money moves. */
export function subscribe(context: RequestContext): ResolverResult {
  const { body, services, state, tx, caller } = context;
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
  const secret = newKeySecret('sub_sk_', services.random);
  const now = isoTime(services.clock.now());
  const record: SubscriptionRecord = {
    id: services.id('sub'),
    listing_id: listing.id,
    tier: textOf(plan, 'tier'),
    status: 'active',
    price_per_month: typeof plan['price_per_month'] === 'number' ? plan['price_per_month'] : 0,
    limits: objectOf(plan['limits']) ?? {},
    key_id: services.id('key'),
    cancelled_at: null,
    created_at: now,
    updated_at: now,
  };
  const key = toKey(record, {
    secret,
    hash: services.hash(secret),
    name: listing.public_name,
    email: caller.userEmail,
  });
  tx.put('subscriptions', record);
  tx.put('keys', key);
  tell(context, 'marketplace.subscription.created', record);
  return { body: { ...toSubscriptionView(record, context, key), api_key: secret } };
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
  const key = context.state.get('keys', record.key_id);
  if (key !== undefined) {
    context.tx.put('keys', { ...key, status: 'revoked', revoked_at: now, revoked_by: context.caller.userEmail });
  }
  tell(context, 'marketplace.subscription.cancelled', cancelled);
  return { body: toSubscriptionView(cancelled, context) };
}

/** The key that executes the listing, and nothing else. */
function toKey(
  { id, key_id: keyId, created_at: createdAt }: SubscriptionRecord,
  { secret, hash, name, email }: { secret: string; hash: string; name: string; email: string | null },
): KeyRecord {
  return {
    id: keyId,
    key_hash: hash,
    key_prefix: shownPrefix(secret),
    key_type: 'marketplace_subscription',
    subscription_id: id,
    retriever_id: null,
    namespace_id: null,
    user_id: null,
    user_email: email,
    name: `marketplace ${name}`,
    description: `Executes the listing ${name}.`,
    permissions: ['read'],
    scopes: [],
    rate_limit_override: null,
    status: 'active',
    expires_at: null,
    created_at: createdAt,
    created_by: email,
    revoked_at: null,
    revoked_by: null,
    allowed_origins: null,
    principal_id: null,
    retired_hashes: [],
  };
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
