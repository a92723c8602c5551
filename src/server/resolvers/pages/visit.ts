import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { inNamespace } from '../../in-namespace.js';
import { objectsOf, textOf } from '../../json-object.js';
import { notFound } from '../../problem.js';
import type { PageRecord } from '../../records.js';
import { refuseWithoutPassword } from '../published-retrievers/password.js';
import { displayed, serve } from '../public-retrievers/serve.js';
import { objectOf } from '../retrievers/definition.js';
import { findSource } from './source.js';
import { toPublicView } from './view.js';

const MOST_RESULTS = 500;

export function getPublicPage(context: RequestContext): ResolverResult {
  return { body: toPublicView(openPage(context).page) };
}

export async function searchPage(request: RequestContext): Promise<ResolverResult> {
  const { page, context } = openPage(request);
  admit(page, context);
  const tabId = textOf(context.body, 'tab_id');
  const tab = objectsOf(page.page['tabs']).find((one) => one['tab_id'] === tabId);
  if (tab === undefined) throw notFound('page_tab', tabId);
  const { inputs, settings } = context.body;
  const body: JsonObject = { inputs: inputs ?? {}, settings: settings ?? null };
  return serve(inNamespace(context, context.namespace, { body, query: {} }), {
    retriever: findSource(tab, `tab "${tabId}"`, context),
    ...displayed(objectOf(tab['display_config'])),
    withMetadata: false,
    maxResults: MOST_RESULTS,
  });
}

export async function showGallery(request: RequestContext): Promise<ResolverResult> {
  const { page, context } = openPage(request);
  admit(page, context);
  const gallery = objectOf(page.page['featured_gallery']);
  const { title = null, layout = null, field_config: fields = null } = gallery ?? {};
  const shown = { title, layout, field_config: fields };
  const names = gallery?.['retriever_id'] ?? gallery?.['public_name'] ?? null;
  if (gallery === null || gallery['enabled'] === false || names === null) {
    return { body: { enabled: false, ...shown, documents: [] } };
  }
  const fieldNames = Object.keys(objectOf(fields) ?? {});
  const body: JsonObject = { inputs: objectOf(gallery['default_inputs']) ?? {} };
  const answer = await serve(inNamespace(context, context.namespace, { body, query: {} }), {
    retriever: findSource(gallery, 'featured_gallery', context),
    // Its owner chose inputs and retriever; the fields that it says how to write are those that it shows.
    exposedFields: fieldNames,
    withMetadata: false,
    maxResults: MOST_RESULTS,
  });
  const { documents } = 'body' in answer ? (answer.body as JsonObject) : { documents: [] };
  return { body: { enabled: true, ...shown, documents } };
}

function openPage(context: RequestContext): { page: PageRecord; context: RequestContext } {
  const { state, path } = context;
  const slug = path['slug'] ?? '';
  const [id] = state.ids('pages', (page) => page.slug === slug && page.is_active);
  const page = id === undefined ? undefined : state.get('pages', id);
  const namespace = page && state.get('namespaces', page.namespace_id);
  if (page === undefined || namespace === undefined) throw notFound('page', slug);
  return { page, context: inNamespace(context, namespace) };
}

function admit(page: PageRecord, context: RequestContext): void {
  refuseWithoutPassword(context.headers['x-retriever-password'], page.password_secret_name, context);
}
