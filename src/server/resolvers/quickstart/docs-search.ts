import type { JsonObject } from '../../../internal/json.js';
import type { RequestContext, ResolverResult } from '../../context.js';
import { innerRequest } from '../../inner-request.js';
import { isJsonObject, textOf } from '../../json-object.js';
import { notFound, unprocessable } from '../../problem.js';
import type { NamespaceRecord } from '../../records.js';
import { bucketKind } from '../../resource-kinds/bucket.js';
import { collectionKind } from '../../resource-kinds/collection.js';
import { createResource } from '../../resource-kinds/create-resource.js';
import type { ResourceKind } from '../../resource-kinds/kind.js';
import { namespaceKind } from '../../resource-kinds/namespace.js';
import { retrieverKind } from '../../resource-kinds/retriever.js';
import { createStaging, type Staging } from '../../staging.js';
import { createObject } from '../bucket-objects/create.js';
import { triggerCollection } from '../collections/trigger.js';
import { publishRetriever } from '../published-retrievers/publish.js';
import { toSnippets } from './snippets.js';

const FEATURE = 'mixpeek://web_scraper@v1/multilingual_e5_large_instruct_v1';
const EXTRACTOR = { feature_extractor_name: 'web_scraper', version: 'v1' };

/** Makes the pages of a site searchable: all that it takes, or nothing when a part is refused. */
export async function provisionDocsSearch(context: RequestContext): Promise<ResolverResult> {
  const { body, origin } = context;
  const siteUrl = readSiteUrl(textOf(body, 'site_url'));
  const slug = toSlug(textOf(body, 'site_name'));
  const staging = createStaging(context);
  const namespace = await namespaceFor(context, staging, slug);
  const make = (kind: ResourceKind, name: string, definition: JsonObject) =>
    createResource(context, staging, { kind, name, definition, namespace });
  const inner = (path: Record<string, string>, innerBody: JsonObject = {}) =>
    innerRequest(context, { staging, namespace, path, body: innerBody });

  const bucket = await make(bucketKind, `${slug}-site`, {
    description: `The address of ${siteUrl}.`,
    bucket_schema: { properties: { url: { type: 'string', required: true } } },
  });
  const collection = await make(collectionKind, `${slug}-pages`, {
    description: `The pages of ${siteUrl}.`,
    source: { type: 'bucket', bucket_ids: [bucket.id] },
    feature_extractor: { ...EXTRACTOR, input_mappings: { url: 'url' }, parameters: toParameters(body) },
  });
  createObject(inner({ bucket_id: bucket.id }, { url: siteUrl }));
  const retriever = await make(retrieverKind, `${slug}-search`, {
    description: `Searches the pages of ${siteUrl}.`,
    collection_identifiers: [collection.id],
    input_schema: { query: { type: 'text', required: true, description: 'What to look for.' } },
    stages: [
      {
        stage_name: 'search',
        stage_type: 'filter',
        config: {
          stage_id: 'feature_search',
          parameters: {
            searches: [{ feature_uri: FEATURE, query: { input_mode: 'text', value: '{{INPUT.query}}' }, top_k: 50 }],
            final_top_k: 20,
          },
        },
      },
    ],
  });
  const publishing = await context.services.checkBody('retrievers.publish', { public_name: slug });
  const key = fieldOf(publishRetriever(inner({ retriever_id: retriever.id }, publishing)), 'public_api_key');
  const batchId = fieldOf(triggerCollection(inner({ collection_id: collection.id })), 'batch_id');
  staging.apply();
  return {
    body: {
      project_key: key,
      public_name: slug,
      retriever_id: retriever.id,
      collection_id: collection.id,
      batch_id: batchId,
      namespace_id: namespace.id,
      bucket_id: bucket.id,
      ...toSnippets({ key, publicName: slug, baseUrl: origin }),
    },
  };
}

async function namespaceFor(context: RequestContext, staging: Staging, slug: string): Promise<NamespaceRecord> {
  const { namespace_id: named } = context.body;
  if (typeof named === 'string') {
    const found = staging.state.findNamespace(named);
    if (found === undefined) throw notFound('namespace', named);
    return found;
  }
  const definition = { description: 'Made by the quick start.', feature_extractors: [EXTRACTOR] };
  const { id } = await createResource(context, staging, { kind: namespaceKind, name: `${slug}-search`, definition });
  const made = staging.state.get('namespaces', id);
  if (made === undefined) throw notFound('namespace', id);
  return made;
}

/** The settings of the request as the extractor has them. */
function toParameters(body: JsonObject): JsonObject {
  const options = isJsonObject(body['options']) ? body['options'] : {};
  return {
    extractor_type: 'web_scraper',
    max_pages: options['max_pages'] ?? 200,
    max_depth: options['max_depth'] ?? 3,
    chunk_strategy: options['chunk_strategy'] ?? 'paragraphs',
    chunk_size: options['chunk_size'] ?? 500,
    render_strategy: options['render_strategy'] ?? 'auto',
    generate_image_embeddings: options['enable_image_search'] === true,
    generate_code_embeddings: options['enable_code_search'] !== false,
    ...listed('include_patterns', body['include_patterns']),
    ...listed('exclude_patterns', body['exclude_patterns']),
  };
}

const listed = (name: string, value: JsonObject[string] | undefined): JsonObject =>
  Array.isArray(value) && value.length > 0 ? { [name]: value } : {};

function readSiteUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url.href;
  const message = `must be an address that starts with http:// or https://; got ${JSON.stringify(text)}`;
  throw unprocessable([{ type: 'url', location: ['body', 'site_url'], message }]);
}

/** "Example docs" -> example-docs, as public names are spelt. */
function toSlug(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  if (slug.length >= 3) return slug;
  const message = `has to have three letters or digits, of which names can be made; got ${JSON.stringify(name)}`;
  throw unprocessable([{ type: 'value_error', location: ['body', 'site_name'], message }]);
}

function fieldOf(result: ResolverResult, field: string): string {
  const body = 'body' in result ? (result.body as JsonObject) : {};
  return textOf(body, field);
}
