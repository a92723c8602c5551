import type { JsonObject } from '../../../internal/json.js';
import { filledTextOrNull } from '../../json-object.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { isoTime } from '../../iso-time.js';
import { conflict } from '../../problem.js';
import type { PublicationRecord } from '../../records.js';
import { listBySkip } from '../../list-by-position.js';
import { addPageOf } from '../pages/page-of-publication.js';
import { objectOf, stringsOf } from '../retrievers/definition.js';
import { findRetriever } from '../retrievers/find.js';
import { defaultDisplayConfig } from './display-config.js';
import { findPublication, publicationOf } from './find.js';
import { requireSecret } from './password.js';
import { choosePublicName, isPublicNameTaken, refuseBadName } from './public-name.js';
import { removePublication } from './remove.js';
import { publicUrl, toPublicationView } from './view.js';
import { newKeySecret } from '../../keys/secret-of-key.js';

export function publishRetriever(context: RequestContext): ResolverResult {
  const { body, state, services, tx, namespace } = context;
  const retriever = findRetriever(context);
  const earlier = publicationOf(state, retriever.id);
  if (earlier !== undefined) {
    throw conflict(
      'retriever_already_published',
      `The retriever "${retriever.retriever_name}" is published as "${earlier.public_name}" already. Change that with PATCH, or unpublish it first.`,
      { retriever_id: retriever.id, public_name: earlier.public_name },
    );
  }
  const secretName = filledTextOrNull(body['password_secret_name']);
  if (secretName !== null) requireSecret(state, secretName);
  const displayName = filledTextOrNull(body['display_name']);
  const now = isoTime(services.clock.now());
  const publication: PublicationRecord = {
    id: services.id('pub'),
    namespace_id: namespace.id,
    retriever_id: retriever.id,
    public_name: choosePublicName(body, state),
    display_name: displayName,
    description: filledTextOrNull(body['description']),
    icon_base64: filledTextOrNull(body['icon_base64']),
    public_api_key: newKeySecret('ret_sk_', services.random),
    display_config: objectOf(body['display_config']) ?? defaultDisplayConfig(retriever, displayName),
    rate_limit_config: objectOf(body['rate_limit_config']) ?? {},
    password_secret_name: secretName,
    include_metadata: body['include_metadata'] !== false,
    is_active: true,
    tags: stringsOf(body['tags']),
    category: filledTextOrNull(body['category']),
    page_id: null,
    created_at: now,
    updated_at: now,
  };
  const page = addPageOf(publication, context);
  tx.put('publications', { ...publication, page_id: page.id });
  tell(context, 'retriever.published', publication);
  const url = publicUrl(context.origin, publication.public_name);
  return {
    body: {
      public_id: publication.id,
      retriever_id: retriever.id,
      public_url: url,
      short_url: url,
      public_api_key: secretName === null ? publication.public_api_key : null,
    },
  };
}

export function updatePublication(context: RequestContext): ResolverResult {
  const { body, state, services, tx } = context;
  const { retriever, publication } = findPublication(context);
  const { password_secret_name: secret } = body;
  if (typeof secret === 'string' && secret !== '') requireSecret(state, secret);
  const given: JsonObject = Object.fromEntries(
    ['display_config', 'rate_limit_config', 'is_active', 'tags', 'category'].flatMap((name) => {
      const value = body[name];
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
  const changed: PublicationRecord = {
    ...publication,
    ...given,
    password_secret_name: typeof secret === 'string' ? filledTextOrNull(secret) : publication.password_secret_name,
    updated_at: isoTime(services.clock.now()),
  };
  tx.put('publications', changed);
  tell(context, 'retriever.publication.updated', changed);
  return { body: toPublicationView(changed, retriever) };
}

export function unpublishRetriever(context: RequestContext): ResolverResult {
  const { retriever, publication } = findPublication(context);
  removePublication(publication, context);
  tell(context, 'retriever.unpublished', publication);
  const message = `Retriever "${retriever.retriever_name}" is no longer published as "${publication.public_name}".`;
  return { body: { message, success: true } };
}

export function getPublication(context: RequestContext): ResolverResult {
  const { retriever, publication } = findPublication(context);
  return { body: toPublicationView(publication, retriever) };
}

export function listPublications(context: RequestContext): ResolverResult {
  const { state, namespace, query } = context;
  const records = state.list('publications').filter((publication) => publication.namespace_id === namespace.id);
  const views = records
    .toReversed()
    .map((publication) => toPublicationView(publication, state.get('retrievers', publication.retriever_id)));
  const { items, total } = listBySkip(views, query);
  return { body: { results: items, total_count: total, limit: query['limit'], offset: query['offset'] } };
}

export function checkAvailability(context: RequestContext): ResolverResult {
  findRetriever(context);
  const name = filledTextOrNull(context.query['name']) ?? '';
  refuseBadName(name);
  return { body: { name, available: !isPublicNameTaken(context.state, name) } };
}

function tell(context: RequestContext, type: string, { retriever_id: id, public_name: name }: PublicationRecord): void {
  const subject = { type: 'retriever', id };
  publishEvent(context, { type, namespaceId: context.namespace.id, subject, metadata: { public_name: name } });
}
