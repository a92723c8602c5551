import type { RequestContext, ResolverResult } from '../../context.js';
import { inNamespace } from '../../in-namespace.js';
import { textOf } from '../../json-object.js';
import { listBySkip } from '../../list-by-position.js';
import { toSearch } from '../../list-records.js';
import { forbidden, notFound, Problem } from '../../problem.js';
import { isSubscriptionKey } from '../../subscription-keys.js';
import type { ListingRecord, RetrieverRecord, SubscriptionRecord } from '../../records.js';
import { opens, refuseWithoutPassword } from '../published-retrievers/password.js';
import { takeRequest } from '../public-retrievers/limits.js';
import { displayed, serve } from '../public-retrievers/serve.js';
import { toTemplate } from '../public-retrievers/describe.js';
import { objectOf, stringsOf } from '../retrievers/definition.js';
import { SUBSCRIBED, toListingView } from './view.js';

const MOST_RESULTS = 1000;

export function listCatalog(context: RequestContext): ResolverResult {
  const { state, query } = context;
  const { category, search } = query;
  const tags = Array.isArray(query['tags']) ? query['tags'] : null;
  const finds = typeof search === 'string' ? toSearch(search, false) : undefined;
  const views = state
    .list('listings')
    .filter(({ status, listing }) => status === 'published' && listing['visibility'] !== 'unlisted')
    .filter(({ listing }) => typeof category !== 'string' || listing['category'] === category)
    .filter(({ listing }) => tags === null || stringsOf(listing['tags']).some((tag) => tags.includes(tag)))
    .filter(
      ({ listing, public_name: name }) =>
        finds?.([name, listing['title'] ?? null, listing['description'] ?? null]) ?? true,
    )
    .sort((a, b) => ((a.published_at ?? '') < (b.published_at ?? '') ? 1 : -1))
    .map((listing) => toListingView(listing, context));
  return { body: listBySkip(views, query, 20).items };
}

export function getCatalogListing(context: RequestContext): ResolverResult {
  return { body: toListingView(findPublished(context).listing, context) };
}

export function getCatalogConfig(context: RequestContext): ResolverResult {
  const { listing, retriever } = findPublished(context);
  const {
    title,
    description,
    display_config: display,
    password_secret_name: secret,
    available_tiers: tiers,
  } = listing.listing;
  return {
    body: {
      listing_id: listing.id,
      public_name: listing.public_name,
      title: title ?? listing.public_name,
      description: description ?? '',
      display_config: display ?? null,
      input_schema: objectOf(retriever.definition['input_schema']) ?? {},
      password_protected: typeof secret === 'string',
      available_tiers: tiers ?? [],
    },
  };
}

export function verifyListingPassword(context: RequestContext): ResolverResult {
  const { listing } = findPublished(context);
  return { body: { valid: opens(textOf(context.body, 'password'), secretOf(listing), context) } };
}

export function getCatalogTemplate(context: RequestContext): ResolverResult {
  const { listing, retriever } = findPublished(context);
  requireAccess(listing, context);
  const url = `${context.origin}/v1/marketplace/catalog/${listing.public_name}`;
  return {
    body: toTemplate(retriever, {
      name: listing.public_name,
      url,
      display: objectOf(listing.listing['display_config']),
    }),
  };
}

export function executeListing(context: RequestContext): Promise<ResolverResult> {
  const { state } = context;
  const { listing, retriever } = findPublished(context);
  const subscription = requireAccess(listing, context);
  const namespace = state.get('namespaces', listing.namespace_id);
  if (namespace === undefined) throw notFound('listing', listing.public_name);
  refuseWithoutPassword(context.headers['x-retriever-password'], secretOf(listing), context);
  if (subscription !== undefined) takeSubscribed(listing, subscription, context);
  return serve(inNamespace(context, namespace), {
    retriever,
    ...displayed(objectOf(listing.listing['display_config'])),
    withMetadata: false,
    maxResults: MOST_RESULTS,
  });
}

/** Counts an execution on the plan of its subscription. */
function takeSubscribed(
  listing: ListingRecord,
  { id, limits }: SubscriptionRecord,
  { services }: RequestContext,
): void {
  const subject = { type: 'subscription', id };
  takeRequest(limits, { kind: SUBSCRIBED, subject, attributes: { listing_id: listing.id } }, services);
}

/** The subscription whose key the request carries; `undefined` for the seller, whose other keys all are. Throws the 403. */
function requireAccess(
  listing: ListingRecord,
  { caller, state, services }: RequestContext,
): SubscriptionRecord | undefined {
  if (!isSubscriptionKey(caller)) return undefined;
  const hash = services.hash(caller.key);
  const [keyId] = state.ids('keys', (one) => one.key_hash === hash);
  const key = keyId === undefined ? undefined : state.get('keys', keyId);
  const subscription = state.get('subscriptions', key?.subscription_id ?? '');
  if (key?.status === 'revoked') {
    throw new Problem({ status: 401, code: 'api_key_revoked', message: 'The subscription of this key was cancelled.' });
  }
  if (subscription?.listing_id === listing.id) return subscription;
  throw forbidden(`The subscription of this key is not one to "${listing.public_name}". Subscribe to it first.`, {
    code: 'subscription_required',
    details: { listing_id: listing.id },
  });
}

function findPublished({ state, path }: RequestContext): { listing: ListingRecord; retriever: RetrieverRecord } {
  const name = path['public_name'] ?? '';
  const [id] = state.ids('listings', (listing) => listing.public_name === name && listing.status === 'published');
  const listing = id === undefined ? undefined : state.get('listings', id);
  const retriever = listing && state.get('retrievers', listing.retriever_id);
  if (listing === undefined || retriever === undefined) throw notFound('listing', name);
  return { listing, retriever };
}

function secretOf({ listing }: ListingRecord): string | null {
  const name = listing['password_secret_name'];
  return typeof name === 'string' ? name : null;
}
