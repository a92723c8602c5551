import type { JsonValue } from '../../../internal/json.js';
import type { QueryVector } from '../../engine/index.js';
import { badRequest, notFound } from '../../problem.js';
import type { VectorConfigRecord } from '../../records.js';
import type { StageContext } from '../stages/stage.js';
import type { Query } from './parameters.js';
import { checkQueryVector } from './query-vector.js';

interface QueryPlace {
  readonly index: VectorConfigRecord;
  /** Path of the query, `stages[0].config.parameters.searches[0].query`. */
  readonly path: string;
  readonly context: StageContext;
}

/** The vector or vectors to search with; `undefined` when the query is empty. */
export async function resolveQuery(query: Query, place: QueryPlace): Promise<QueryVector | undefined> {
  switch (query.input_mode) {
    case 'vector':
      return vectorOf(query.value ?? null, place);
    case 'text':
      return embed(textOf(query.value ?? query.text ?? null, place.path), place);
    case 'content':
      return embed(contentText(query, place), place);
    case 'document':
      return vectorOfDocument(query.document_ref.document_id ?? null, place);
  }
}

function vectorOf(value: JsonValue, { index, path }: QueryPlace): QueryVector | undefined {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return undefined;
  if (Array.isArray(value)) return checkQueryVector(value, { index, path: `${path}.value` });
  const got = JSON.stringify(value).slice(0, 60);
  throw badRequest('invalid_vector', `${path}.value: a query vector is an array of numbers, or several; got ${got}.`, {
    path,
  });
}

function vectorOfDocument(id: string | null, { index, path, context }: QueryPlace): QueryVector | undefined {
  if (id === null || id === '') return undefined;
  const payload = context.index.payload(id);
  if (payload === undefined || context.readable?.matches({ id, payload }) === false) throw notFound('document', id);
  const vector = context.index.vector(id, index.name);
  if (vector !== undefined) return vector;
  throw badRequest(
    'document_without_vector',
    `${path}: the document "${id}" has no vector in the index "${index.name}". Choose an index in which it has one.`,
    { document_id: id, index: index.name },
  );
}

/** Text to embed, or `undefined` for none. */
function textOf(value: JsonValue, path: string): string | undefined {
  if (value === null) return undefined;
  if (typeof value !== 'string') {
    throw badRequest(
      'invalid_query',
      `${path}.value: the query must be text; got ${JSON.stringify(value).slice(0, 60)}.`,
      { path },
    );
  }
  return value.trim() === '' ? undefined : value;
}

const ADDRESS = /^\s*(?:[a-z][a-z0-9+.-]*:\/\/|data:)/i;

/** The embedders here read text only: an address or a file is refused, several contents too. */
function contentText(query: Extract<Query, { input_mode: 'content' }>, { path }: QueryPlace): string | undefined {
  const { value, values, content } = query;
  if (content !== undefined && content !== null) throw contentRefused(`${path}.content`);
  const given = [...(values ?? []), ...(Array.isArray(value) ? value : [value ?? null])].filter((one) => one !== null);
  if (given.length > 1) {
    throw badRequest(
      'multi_content_not_supported',
      `${path}: this index takes one content per query, not ${given.length}. Send one search for each.`,
      { path },
    );
  }
  const text = textOf(given[0] ?? null, path);
  if (text !== undefined && ADDRESS.test(text)) throw contentRefused(`${path}.value`);
  return text;
}

function contentRefused(path: string): Error {
  return badRequest(
    'content_not_supported',
    `${path}: this server embeds text, and does not load files or addresses. Send the text, or input_mode "vector" with a precomputed embedding.`,
    { path },
  );
}

async function embed(text: string | undefined, { index, path, context }: QueryPlace): Promise<QueryVector | undefined> {
  const { namespace, embedders } = context;
  const service = Object.hasOwn(namespace.vector_inference_map, index.name)
    ? namespace.vector_inference_map[index.name]
    : undefined;
  if (service === undefined) {
    throw badRequest(
      'inference_not_configured',
      `${path}: the vector index "${index.name}" has no inference service, so it cannot embed a query. Promote the namespace with a vector_mappings entry for "${index.name}", or use input_mode "vector" with a precomputed embedding.`,
      { index: index.name, namespace_id: namespace.id, path },
    );
  }
  if (text === undefined) return undefined;
  const [vector] = await embedders.forService(service).embed([text], index.dimension);
  return vector;
}
