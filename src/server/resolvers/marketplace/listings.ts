import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { isoTime } from '../../iso-time.js';
import { objectsOf, textOf } from '../../json-object.js';
import { badRequest, conflict, notFound } from '../../problem.js';
import type { ListingRecord, RetrieverRecord } from '../../records.js';
import { parameterProblem } from '../../retriever/parameter-problem.js';
import { requireSecret } from '../published-retrievers/password.js';
import { activeSubscriptions } from './subscriptions-of.js';
import { toListingView } from './view.js';

const FIELDS = [
  'title',
  'description',
  'category',
  'tags',
  'logo_url',
  'icon_base64',
  'available_tiers',
  'display_config',
  'password_secret_name',
  'visibility',
] as const;

export function createListing(context: RequestContext): ResolverResult {
  const { body, services, tx } = context;
  const retriever = findOffered(context);
  const publicName = textOf(body, 'public_name');
  refuseTakenListingName(publicName, context);
  const now = isoTime(services.clock.now());
  const record: ListingRecord = {
    id: services.id('lst'),
    namespace_id: retriever.namespace_id,
    retriever_id: retriever.id,
    public_name: publicName,
    listing: readFields(body, context),
    status: 'draft',
    published_at: null,
    created_at: now,
    updated_at: now,
  };
  tx.put('listings', record);
  tell(context, 'marketplace.listing.created', record);
  return { body: toListingView(record, context) };
}

export function updateListing(context: RequestContext): ResolverResult {
  const { body, services, tx } = context;
  const record = findListing(context.path['listing_id'] ?? '', context);
  const publicName = typeof body['public_name'] === 'string' ? body['public_name'] : record.public_name;
  refuseTakenListingName(publicName, context, record.id);
  const { status } = body;
  const changed: ListingRecord = {
    ...record,
    public_name: publicName,
    listing: { ...record.listing, ...readFields(body, context) },
    status: status === 'draft' || status === 'archived' ? status : record.status,
    updated_at: isoTime(services.clock.now()),
  };
  tx.put('listings', changed);
  tell(context, 'marketplace.listing.updated', changed);
  return { body: toListingView(changed, context) };
}

export function publishListing(context: RequestContext): ResolverResult {
  const { services, state, tx } = context;
  const record = findListing(context.path['listing_id'] ?? '', context);
  if (record.status === 'published') return { body: toListingView(record, context) };
  if (state.get('retrievers', record.retriever_id) === undefined) {
    throw badRequest(
      'retriever_deleted',
      `The retriever ${record.retriever_id} of the listing is gone. Offer another one.`,
    );
  }
  const now = isoTime(services.clock.now());
  const published: ListingRecord = { ...record, status: 'published', published_at: now, updated_at: now };
  tx.put('listings', published);
  tell(context, 'marketplace.listing.published', published);
  return { body: toListingView(published, context) };
}

export function deleteListing(context: RequestContext): ResolverResult {
  const record = findListing(context.path['listing_id'] ?? '', context);
  const active = activeSubscriptions(context.state, record.id).length;
  if (active > 0) {
    throw conflict(
      'listing_has_subscriptions',
      `The listing "${record.public_name}" has ${active} active subscriptions. Archive it instead: PATCH it with "status": "archived".`,
      { listing_id: record.id, active_subscriptions: active },
    );
  }
  context.tx.delete('listings', record.id);
  tell(context, 'marketplace.listing.deleted', record);
  return { body: { message: `Listing "${record.public_name}" is deleted.`, success: true } };
}

/** By id or public name, whatever its status. */
export function findListing(named: string, { state }: Pick<RequestContext, 'state'>): ListingRecord {
  const [id] = state.ids('listings', (listing) => listing.id === named || listing.public_name === named);
  const record = id === undefined ? undefined : state.get('listings', id);
  if (record === undefined) throw notFound('listing', named);
  return record;
}

/** A retriever by its id; by its name, too, where the namespace is given. */
function findOffered({ body, state }: RequestContext): RetrieverRecord {
  const named = textOf(body, 'retriever_id');
  const given = body['namespace_id'];
  const namespace = typeof given === 'string' ? state.findNamespace(given) : undefined;
  if (typeof given === 'string' && namespace === undefined) throw notFound('namespace', given);
  const retriever = state
    .list('retrievers')
    .find(
      ({ id, retriever_name: name, namespace_id: own }) =>
        (namespace === undefined || own === namespace.id) &&
        (id === named || (namespace !== undefined && name === named)),
    );
  if (retriever === undefined) throw notFound('retriever', named);
  return retriever;
}

function readFields(body: JsonObject, { state }: RequestContext): JsonObject {
  const fields: JsonObject = {};
  for (const name of FIELDS) {
    const value = body[name];
    if (value !== undefined) fields[name] = value;
  }
  const secretName = fields['password_secret_name'];
  if (typeof secretName === 'string') requireSecret(state, secretName);
  refuseRepeatedTiers(objectsOf(fields['available_tiers']));
  return fields;
}

function refuseRepeatedTiers(tiers: readonly JsonObject[]): void {
  const names = tiers.map((tier) => textOf(tier, 'tier'));
  const repeated = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (repeated === -1) return;
  const message = `is "${names[repeated] ?? ''}" for a second time; each plan is offered once`;
  throw parameterProblem([{ type: 'not_unique', location: ['available_tiers', repeated, 'tier'], message }]);
}

function refuseTakenListingName(name: string, { state }: RequestContext, ownId?: string): void {
  const [other] = state.ids('listings', (listing) => listing.public_name === name && listing.id !== ownId);
  if (other === undefined) return;
  throw conflict(
    'public_name_taken',
    `The marketplace has a listing "${name}" (${other}) already. Choose another name.`,
    {
      public_name: name,
      listing_id: other,
    },
  );
}

function tell(
  context: RequestContext,
  type: string,
  { id, public_name: name, namespace_id: namespaceId }: ListingRecord,
): void {
  publishEvent(context, {
    type,
    namespaceId,
    subject: { type: 'marketplace_listing', id },
    metadata: { public_name: name },
  });
}
