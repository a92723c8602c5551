import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext } from '../../context.js';
import { INTERNAL_ID } from '../../organization.js';
import type { ListingRecord, SubscriptionRecord } from '../../records.js';
import { activeSubscriptions } from './subscriptions-of.js';

type Scope = Pick<RequestContext, 'state' | 'services'>;

/** Kind of sample that counts executions by subscribers. */
export const SUBSCRIBED = 'subscribed_execution';

export function toListingView({ id, listing, ...record }: ListingRecord, { state, services }: Scope): JsonObject {
  const queries = services.meter
    .samples({ kind: SUBSCRIBED })
    .filter(({ attributes }) => attributes['listing_id'] === id);
  return {
    listing_id: id,
    internal_id: INTERNAL_ID,
    namespace_id: record.namespace_id,
    retriever_id: record.retriever_id,
    public_name: record.public_name,
    title: listing['title'] ?? record.public_name,
    description: listing['description'] ?? '',
    category: listing['category'] ?? null,
    tags: listing['tags'] ?? [],
    logo_url: listing['logo_url'] ?? null,
    icon_base64: listing['icon_base64'] ?? null,
    available_tiers: listing['available_tiers'] ?? [],
    display_config: listing['display_config'] ?? null,
    password_secret_name: listing['password_secret_name'] ?? null,
    visibility: listing['visibility'] ?? 'public',
    status: record.status,
    is_active: record.status === 'published',
    created_at: record.created_at,
    updated_at: record.updated_at,
    published_at: record.published_at,
    total_subscribers: activeSubscriptions(state, id).length,
    total_queries: queries.length,
  };
}

/** `key`: that of a subscription which is not stored yet. */
export function toSubscriptionView(
  { id, ...record }: SubscriptionRecord,
  { state, services }: Scope,
  key = state.get('keys', record.key_id),
): JsonObject {
  const listing = state.get('listings', record.listing_id);
  const subject = { type: 'subscription', id };
  return {
    subscription_id: id,
    listing_id: record.listing_id,
    public_name: listing?.public_name ?? '',
    title: listing?.listing['title'] ?? '',
    tier: record.tier,
    status: record.status,
    price_per_month: record.price_per_month,
    limits: record.limits,
    api_key_prefix: key?.key_prefix ?? '',
    query_count: services.meter.samples({ kind: SUBSCRIBED, subject }).length,
    created_at: record.created_at,
    updated_at: record.updated_at,
    cancelled_at: record.cancelled_at,
  };
}
