import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { listByPage } from '../../list-by-position.js';
import { toSearch } from '../../list-records.js';
import { forbidden } from '../../problem.js';
import type { PublicationRecord, RetrieverRecord } from '../../records.js';
import { textOf } from '../../json-object.js';
import { toMetadata } from '../published-retrievers/metadata.js';
import { opens } from '../published-retrievers/password.js';
import { publicUrl } from '../published-retrievers/view.js';
import { objectOf, stringsOf } from '../retrievers/definition.js';
import { openRetriever } from './open.js';

export function listPublicRetrievers({ state, query, origin }: RequestContext): ResolverResult {
  const { include_inactive: withInactive, search } = query;
  const finds = typeof search === 'string' ? toSearch(search, false) : undefined;
  const found = state
    .list('publications')
    .filter((publication) => publication.is_active || withInactive === true)
    .map((publication) => toListItem(publication, origin))
    .filter(
      ({ public_name: name, title, description }) =>
        finds?.([name ?? null, title ?? null, description ?? null]) ?? true,
    )
    .toReversed();
  const { items, total, page, pageSize, totalPages } = listByPage(found, query);
  const active = found.filter((item) => item['is_active'] === true);
  const closed = active.filter((item) => item['password_protected'] === true).length;
  return {
    body: {
      results: items,
      total_count: total,
      page,
      page_size: pageSize,
      total_pages: totalPages,
      stats: { total_active: active.length, total_password_protected: closed, total_open: active.length - closed },
    },
  };
}

export function getPublicConfig(context: RequestContext): ResolverResult {
  const { publication, retriever } = openRetriever(context);
  const isClosed = publication.password_secret_name !== null;
  return {
    body: {
      public_name: publication.public_name,
      public_api_key: isClosed ? null : publication.public_api_key,
      display_config: publication.display_config,
      password_protected: isClosed,
      retriever_metadata: publication.include_metadata ? toMetadata(retriever) : null,
    },
  };
}

export function getPublicTemplate(context: RequestContext): ResolverResult {
  const { publication, retriever } = openRetriever(context);
  if (!publication.include_metadata) {
    throw forbidden(`"${publication.public_name}" does not tell of its insides, so there is no template of it.`, {
      code: 'template_not_public',
    });
  }
  const { public_name: name, display_config: display } = publication;
  return { body: toTemplate(retriever, { name, display, url: publicUrl(context.origin, name) }) };
}

export function verifyPassword(context: RequestContext): ResolverResult {
  const { publication } = openRetriever(context);
  const valid = opens(textOf(context.body, 'password'), publication.password_secret_name, context);
  return { body: { valid, public_api_key: valid ? publication.public_api_key : null } };
}

/** A retriever as something to make another from. */
export function toTemplate(
  { retriever_name: retrieverName, definition }: RetrieverRecord,
  source: { name: string; url: string; display: JsonObject | null },
): JsonObject {
  return {
    retriever_name: `${retrieverName}-copy`,
    description: definition['description'] ?? null,
    collection_identifiers: stringsOf(definition['collection_identifiers']),
    stages: definition['stages'] ?? [],
    input_schema: objectOf(definition['input_schema']) ?? {},
    budget_limits: objectOf(definition['budget_limits']) ?? {},
    tags: stringsOf(definition['tags']),
    display_config: source.display,
    source_public_name: source.name,
    source_public_url: source.url,
    feature_extractors: null,
  };
}

function toListItem(publication: PublicationRecord, origin: string): JsonObject {
  const { display_config: display, public_name: name } = publication;
  return {
    public_name: name,
    public_url: publicUrl(origin, name),
    title: display['title'] ?? name,
    description: publication.description ?? display['description'] ?? null,
    logo_url: display['logo_url'] ?? null,
    icon_base64: publication.icon_base64,
    og_image_url: objectOf(display['seo'])?.['og_image_url'] ?? null,
    password_protected: publication.password_secret_name !== null,
    is_active: publication.is_active,
    external_links: display['external_links'] ?? [],
    created_at: publication.created_at,
    updated_at: publication.updated_at,
  };
}
