import type { ServerOptions } from '../../../src/server/options.js';
import { setup } from './setup.js';
import type { Call } from './bucket-setup.js';

export const URI = 'mixpeek://text_extractor@v1/multilingual_e5_large_instruct_v1';

const extractor = (name: string) => ({ feature_extractor_name: name, version: 'v1' });

/** All extractors that the namespace of the tests has. */
const EXTRACTORS = [
  'text_extractor',
  'image_extractor',
  'document_graph_extractor',
  'web_scraper',
  'multimodal_extractor',
  'face_identity_extractor',
  'course_content_extractor',
  'gemini_multifile_extractor',
  'sentiment_classifier',
];

export const SENTENCES = {
  collection_name: 'sentences',
  source: { type: 'bucket', bucket_ids: ['articles'] },
  feature_extractor: {
    ...extractor('text_extractor'),
    parameters: { split_by: 'sentences', chunk_size: 1 },
    input_mappings: { text: 'body' },
    field_passthrough: [{ source_path: 'title' }],
  },
};

/** A managed namespace `library` with one bucket, `articles`. */
export async function setupArticles(options: ServerOptions = {}, extractors: readonly string[] = EXTRACTORS) {
  const { server, call } = setup(options);
  const inNamespace: Call = (operation, body) => call(operation, body, { 'x-namespace': 'library' });
  const asKey = (key: string) => (operation: string, body?: unknown) =>
    call(operation, body, { 'x-namespace': 'library', authorization: `Bearer ${key}` });
  const ok = async (operation: string, body?: unknown) => {
    const answer = await inNamespace(operation, body);
    if (answer.status >= 300) throw new Error(`${operation}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await ok('POST /v1/namespaces', { namespace_name: 'library', feature_extractors: extractors.map(extractor) });
  const bucket = await ok('POST /v1/buckets', {
    bucket_name: 'articles',
    bucket_schema: {
      properties: {
        title: { type: 'string', required: true },
        body: { type: 'text' },
        year: { type: 'integer' },
        tags: { type: 'array' },
        photo: { type: 'image' },
        scan: { type: 'pdf' },
        page: { type: 'string' },
      },
    },
  });
  const add = async (fields: object) => String((await ok('POST /v1/buckets/articles/objects', fields)).object_id);
  const list = async (collection: string, request: object = {}) =>
    (await ok(`POST /v1/collections/${collection}/documents/list`, { limit: 1000, ...request })).results;
  const trigger = async (collection: string, request: object = {}) => {
    const answer = await ok(`POST /v1/collections/${collection}/trigger`, request);
    await server.settle();
    return answer;
  };
  const collection = (fields: object = {}) => ok('POST /v1/collections', { ...SENTENCES, ...fields });
  const batchOf = (id: string) => ok(`GET /v1/buckets/articles/batches/${id}`);
  return {
    server,
    call: inNamespace,
    asKey,
    ok,
    bucketId: String(bucket.bucket_id),
    add,
    list,
    trigger,
    collection,
    batchOf,
  };
}
