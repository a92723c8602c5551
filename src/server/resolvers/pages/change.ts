import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { publishEvent } from '../../events/publish.js';
import { isoTime } from '../../iso-time.js';
import { objectsOf, textOf } from '../../json-object.js';
import { listBySkip } from '../../list-by-position.js';
import { notFound } from '../../problem.js';
import type { PageRecord } from '../../records.js';
import { parameterProblem } from '../../retriever/parameter-problem.js';
import { requireSecret } from '../published-retrievers/password.js';
import { objectOf } from '../retrievers/definition.js';
import { findSource } from './source.js';
import { checkSlug } from './slug.js';
import { toPageView } from './view.js';

const PAGE_FIELDS = [
  'template',
  'sections',
  'custom_html',
  'meta',
  'hero',
  'theme',
  'seo',
  'stats',
  'featured_gallery',
  'tabs',
] as const;

export function createPage(context: RequestContext): ResolverResult {
  const { body, namespace, services, state, tx } = context;
  const slug = textOf(body, 'slug');
  checkSlug(slug, state);
  const page = fieldsOf(body);
  checkSources(page, context);
  const now = isoTime(services.clock.now());
  const record: PageRecord = {
    id: services.id('pg'),
    namespace_id: namespace.id,
    slug,
    page,
    password_secret_name: readSecretName(body, context) ?? null,
    is_active: body['is_active'] !== false,
    created_at: now,
    updated_at: now,
  };
  tx.put('pages', record);
  tell(context, 'page.created', record);
  return { body: toPageView(record) };
}

export function updatePage(context: RequestContext): ResolverResult {
  const { body, services, state, tx } = context;
  const record = findPage(context);
  const { slug = record.slug, is_active: isActive } = body;
  if (typeof slug === 'string') checkSlug(slug, state, record.id);
  const page = fieldsOf(body);
  checkSources(page, context);
  const secretName = readSecretName(body, context);
  const changed: PageRecord = {
    ...record,
    slug: typeof slug === 'string' ? slug : record.slug,
    page: { ...record.page, ...page },
    password_secret_name: secretName === undefined ? record.password_secret_name : secretName,
    is_active: typeof isActive === 'boolean' ? isActive : record.is_active,
    updated_at: isoTime(services.clock.now()),
  };
  tx.put('pages', changed);
  tell(context, 'page.updated', changed);
  return { body: toPageView(changed) };
}

export function deletePage(context: RequestContext): ResolverResult {
  const { state, tx } = context;
  const page = findPage(context);
  tx.delete('pages', page.id);
  for (const publication of state.list('publications')) {
    if (publication.page_id === page.id) tx.put('publications', { ...publication, page_id: null });
  }
  tell(context, 'page.deleted', page);
  return { body: { message: `Page "${page.slug}" is deleted.`, success: true } };
}

export function listPages({ state, namespace, query }: RequestContext): ResolverResult {
  const views = state
    .list('pages')
    .filter((page) => page.namespace_id === namespace.id)
    .map(toPageView)
    .filter((page) => typeof query['template'] !== 'string' || page['template'] === query['template'])
    .toReversed();
  const { items, total } = listBySkip(views, query);
  return { body: { results: items, total_count: total, limit: query['limit'] ?? 100, offset: query['offset'] ?? 0 } };
}

/** The page of the path, by id or slug, in the request's namespace. */
export function findPage({ path, state, namespace }: RequestContext): PageRecord {
  const named = path['page_id'] ?? '';
  const [id] = state.ids('pages', (page) => page.namespace_id === namespace.id && [page.id, page.slug].includes(named));
  const page = id === undefined ? undefined : state.get('pages', id);
  if (page === undefined) throw notFound('page', named);
  return page;
}

/** What the request sets; null leaves a field as it is. */
function fieldsOf(body: JsonObject): JsonObject {
  return Object.fromEntries(
    PAGE_FIELDS.flatMap((name) => {
      const value = body[name];
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
}

/** Refuses tabs of the same name, and retrievers that do not exist. */
function checkSources(page: JsonObject, context: RequestContext): void {
  const tabs = objectsOf(page['tabs']);
  const ids = tabs.map((tab) => textOf(tab, 'tab_id'));
  const repeated = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (repeated !== -1) {
    const message = `is "${ids[repeated] ?? ''}" for a second time; each tab needs a name of its own`;
    throw parameterProblem([{ type: 'not_unique', location: ['tabs', repeated, 'tab_id'], message }]);
  }
  for (const [index, tab] of tabs.entries()) findSource(tab, `tabs[${index}]`, context);
  const gallery = objectOf(page['featured_gallery']);
  if (gallery !== null && (gallery['retriever_id'] ?? gallery['public_name'] ?? null) !== null) {
    findSource(gallery, 'featured_gallery', context);
  }
}

/** `undefined`: the request says nothing of it. */
function readSecretName(
  { password_secret_name: name }: JsonObject,
  { state }: RequestContext,
): string | null | undefined {
  if (typeof name !== 'string') return undefined;
  if (name === '') return null;
  requireSecret(state, name);
  return name;
}

function tell(context: RequestContext, type: string, { id, slug }: PageRecord): void {
  const subject = { type: 'page', id };
  publishEvent(context, { type, namespaceId: context.namespace.id, subject, metadata: { slug } });
}
