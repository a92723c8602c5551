import type { JsonObject } from '../../internal/json.js';
import type { RequestContext } from '../context.js';
import { isJsonObject, textOf } from '../json-object.js';
import { notFound } from '../problem.js';
import type { RetrieverRecord } from '../records.js';
import { publicationOf } from '../resolvers/published-retrievers/find.js';
import { removeRetriever } from '../resolvers/retrievers/change.js';
import { storeRetriever } from '../resolvers/retrievers/create.js';
import { toDefinition } from '../resolvers/retrievers/definition.js';
import { answerExecution, planExecution } from '../resolvers/retrievers/execution.js';
import { toRetrieverView } from '../resolvers/retrievers/view.js';
import type { ToolCall } from './plan.js';
import { searchDocuments } from './search-documents.js';
import { wordsOf } from './words.js';
import type { World } from './world.js';

/** Uses a tool. Throws what a request for the same would be refused with. */
export async function runTool(
  { tool, inputs }: ToolCall,
  { world, context }: { world: World; context: RequestContext },
): Promise<JsonObject> {
  const { namespace, retrievers, collections, documents } = world;
  const limit = typeof inputs['limit'] === 'number' ? inputs['limit'] : 5;
  switch (tool) {
    case 'describe_namespace':
      return {
        namespace_id: namespace.id,
        namespace_name: namespace.namespace_name,
        document_count: documents.size,
        vector_indexes: namespace.vector_configs.map(({ name }) => name),
        payload_indexes: namespace.payload_indexes.map(({ field_name: field }) => field),
        collections: collections.map(({ collection_name: name }) => name),
        retrievers: retrievers.map(({ retriever_name: name }) => name),
      };
    case 'list_collections':
      return {
        collections: collections.map(({ id, collection_name: name, feature_extractor: extractor }) => ({
          collection_id: id,
          collection_name: name,
          feature_extractor: extractor.feature_extractor_id,
        })),
      };
    case 'list_retrievers':
      return {
        retrievers: retrievers.map(({ id, retriever_name: name, definition }) => ({
          retriever_id: id,
          retriever_name: name,
          description: definition['description'] ?? null,
        })),
      };
    case 'describe_retriever':
      return describe(requireRetriever(textOf(inputs, 'retriever_id'), world), context);
    case 'run_retriever':
      return execute(inputs, { world, context, limit });
    case 'search_documents': {
      const found = searchDocuments(documents, wordsOf(textOf(inputs, 'query')));
      const best = found.slice(0, limit).map(({ payload, ...document }) => ({ ...payload, ...document }));
      return { documents: best, total: found.length };
    }
    case 'get_document': {
      const id = textOf(inputs, 'document_id');
      const payload = documents.payload(id);
      if (payload === undefined) throw notFound('document', id);
      return { document_id: id, ...payload };
    }
    case 'count_documents': {
      const query = textOf(inputs, 'query');
      return { count: query === '' ? documents.size : searchDocuments(documents, wordsOf(query)).length };
    }
    case 'create_retriever': {
      const { id, retriever_name: name } = storeRetriever(inputs, context);
      return { retriever_id: id, retriever_name: name };
    }
    case 'delete_retriever': {
      const retriever = requireRetriever(textOf(inputs, 'retriever_id'), world);
      removeRetriever(retriever, context);
      return { retriever_id: retriever.id, retriever_name: retriever.retriever_name };
    }
  }
}

function describe(retriever: RetrieverRecord, { state }: RequestContext): JsonObject {
  return toRetrieverView(retriever, { isPublished: publicationOf(state, retriever.id) !== undefined });
}

/** Runs a retriever as a request would: the run is in the list of its executions. */
async function execute(
  inputs: JsonObject,
  { world, context, limit }: { world: World; context: RequestContext; limit: number },
): Promise<JsonObject> {
  const retriever = requireRetriever(textOf(inputs, 'retriever_id'), world);
  const plan = planExecution(context, {
    definition: toDefinition(retriever.definition),
    retrieverId: retriever.id,
    inputs: isJsonObject(inputs['inputs']) ? inputs['inputs'] : {},
    filters: null,
    paging: { method: 'cursor', limit, cursor: null },
  });
  const answer = await answerExecution(plan, context);
  return {
    execution_id: answer.execution_id,
    retriever_id: retriever.id,
    retriever_name: retriever.retriever_name,
    // Without vectors, which were not asked for, documents are JSON.
    documents: answer.documents as readonly JsonObject[] as JsonObject[],
    duration_ms: answer.stage_statistics.total_time_ms,
  };
}

function requireRetriever(idOrName: string, { retrievers }: World): RetrieverRecord {
  const found = retrievers.find(({ id, retriever_name: name }) => id === idOrName || name === idOrName);
  if (found === undefined) throw notFound('retriever', idOrName);
  return found;
}
