import type { JsonObject } from '../../internal/json.js';
import { isJsonObject, objectsOf, textOf } from '../json-object.js';
import type { ToolCall } from './plan.js';
import { labelOf } from './search-documents.js';

/** Puts what a tool gave into words: every document by its id, nothing that was not found. */
export function composeAnswer({ tool, inputs }: ToolCall, outputs: JsonObject): string {
  switch (tool) {
    case 'describe_namespace':
      return `The namespace "${textOf(outputs, 'namespace_name')}" has ${plural(Number(outputs['document_count']), 'document')}. ${describeNames('retriever', outputs['retrievers'])}`;
    case 'list_collections':
      return describeNames(
        'collection',
        objectsOf(outputs['collections']).map((collection) => textOf(collection, 'collection_name')),
      );
    case 'list_retrievers':
      return describeNames(
        'retriever',
        objectsOf(outputs['retrievers']).map((retriever) => textOf(retriever, 'retriever_name')),
      );
    case 'describe_retriever':
      return describeRetriever(outputs);
    case 'run_retriever':
      return describeFound(outputs, `with the retriever "${textOf(outputs, 'retriever_name')}"`, queryOf(inputs));
    case 'search_documents':
      return describeFound(outputs, 'in the texts of the documents', textOf(inputs, 'query'));
    case 'get_document': {
      const label = labelOf(outputs);
      return `${textOf(outputs, 'document_id')}${label === undefined ? '' : ` - ${label}`}: ${JSON.stringify(outputs)}`;
    }
    case 'count_documents': {
      const query = textOf(inputs, 'query');
      const about = query === '' ? 'in the namespace' : `with words of "${query}"`;
      return `There ${outputs['count'] === 1 ? 'is' : 'are'} ${plural(Number(outputs['count']), 'document')} ${about}.`;
    }
    case 'create_retriever':
      return `I created the retriever "${textOf(outputs, 'retriever_name')}" (${textOf(outputs, 'retriever_id')}).`;
    case 'delete_retriever':
      return `I deleted the retriever "${textOf(outputs, 'retriever_name')}" (${textOf(outputs, 'retriever_id')}).`;
  }
}

function describeFound(outputs: JsonObject, way: string, query: string): string {
  const documents = objectsOf(outputs['documents']);
  const what = query === '' ? '' : ` for "${query}"`;
  if (documents.length === 0) return `I found nothing${what} ${way}.`;
  const total = typeof outputs['total'] === 'number' ? outputs['total'] : documents.length;
  const more = total > documents.length ? `, the best ${documents.length} of them` : '';
  const lines = documents.map((document, index) => {
    const label = labelOf(document);
    const score =
      typeof document['score'] === 'number' && document['score'] !== 0
        ? ` (score ${Number(document['score'].toFixed(3))})`
        : '';
    return `${index + 1}. ${textOf(document, 'document_id')}${label === undefined ? '' : ` - ${label}`}${score}`;
  });
  return `I found ${plural(total, 'document')}${what} ${way}${more}:\n${lines.join('\n')}`;
}

function queryOf({ inputs }: JsonObject): string {
  const values = isJsonObject(inputs) ? Object.values(inputs) : [];
  return values.filter((value) => typeof value === 'string').join(' ');
}

function describeRetriever(view: JsonObject): string {
  const stages = objectsOf(view['stages']).map((stage) => textOf(stage, 'stage_name'));
  const inputs = Object.keys(isJsonObject(view['input_schema']) ? view['input_schema'] : {});
  const taking = inputs.length === 0 ? 'It takes no inputs' : `It takes ${inputs.join(', ')}`;
  return `The retriever "${textOf(view, 'retriever_name')}" has ${plural(stages.length, 'stage')}: ${stages.join(', ')}. ${taking}.`;
}

function describeNames(what: string, value: unknown): string {
  const names = Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
  if (names.length === 0) return `There are no ${what}s yet.`;
  return `There ${names.length === 1 ? 'is' : 'are'} ${plural(names.length, what)}: ${names.join(', ')}.`;
}

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
