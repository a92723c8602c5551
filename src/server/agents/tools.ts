import type { JsonObject } from '../../internal/json.js';

/** Something that an agent can do. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly category: 'discovery' | 'retrieval' | 'setup';
  /** JSON Schema of its inputs. */
  readonly parameters: JsonObject & { required: string[] };
  readonly requiresConfirmation: boolean;
}

const LIMIT = { type: 'integer', minimum: 1, maximum: 50, default: 5, description: 'Most documents in the answer.' };
const RETRIEVER = { type: 'string', description: 'Id or name of the retriever.' };

const schema = (properties: JsonObject, required: string[] = []): Tool['parameters'] => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

export const TOOLS = [
  {
    name: 'describe_namespace',
    description: 'Tells what is in the namespace: how many documents, which indexes, which retrievers.',
    category: 'discovery',
    parameters: schema({}),
    requiresConfirmation: false,
  },
  {
    name: 'list_collections',
    description: 'Lists the collections of the namespace.',
    category: 'discovery',
    parameters: schema({}),
    requiresConfirmation: false,
  },
  {
    name: 'list_retrievers',
    description: 'Lists the retrievers of the namespace.',
    category: 'discovery',
    parameters: schema({}),
    requiresConfirmation: false,
  },
  {
    name: 'describe_retriever',
    description: 'Shows the stages and inputs of a retriever.',
    category: 'discovery',
    parameters: schema({ retriever_id: RETRIEVER }, ['retriever_id']),
    requiresConfirmation: false,
  },
  {
    name: 'run_retriever',
    description: 'Runs a retriever and gives the documents that it finds.',
    category: 'retrieval',
    parameters: schema(
      {
        retriever_id: RETRIEVER,
        inputs: { type: 'object', description: 'Values by the input_schema of the retriever.' },
        limit: LIMIT,
      },
      ['retriever_id'],
    ),
    requiresConfirmation: false,
  },
  {
    name: 'search_documents',
    description: 'Finds documents whose texts have the words of a query, without a retriever.',
    category: 'retrieval',
    parameters: schema({ query: { type: 'string', minLength: 1, description: 'Words to look for.' }, limit: LIMIT }, [
      'query',
    ]),
    requiresConfirmation: false,
  },
  {
    name: 'get_document',
    description: 'Shows one document.',
    category: 'retrieval',
    parameters: schema({ document_id: { type: 'string', description: 'Id of the document.' } }, ['document_id']),
    requiresConfirmation: false,
  },
  {
    name: 'count_documents',
    description: 'Counts the documents of the namespace, or those that have the words of a query.',
    category: 'retrieval',
    parameters: schema({ query: { type: 'string', description: 'Words to look for. Default: all documents.' } }),
    requiresConfirmation: false,
  },
  {
    name: 'create_retriever',
    description: 'Creates a retriever.',
    category: 'setup',
    parameters: schema(
      {
        retriever_name: { type: 'string', minLength: 1, description: 'Name, unique in the namespace.' },
        description: { type: 'string', description: 'What it is for.' },
        stages: { type: 'array', items: { type: 'object' }, minItems: 1, description: 'Its stages.' },
        input_schema: { type: 'object', description: 'Its inputs.' },
      },
      ['retriever_name', 'stages'],
    ),
    requiresConfirmation: true,
  },
  {
    name: 'delete_retriever',
    description: 'Deletes a retriever.',
    category: 'setup',
    parameters: schema({ retriever_id: RETRIEVER }, ['retriever_id']),
    requiresConfirmation: true,
  },
] as const satisfies readonly Tool[];

export type ToolName = (typeof TOOLS)[number]['name'];

export const toolByName = (name: string): Tool | undefined => TOOLS.find((tool) => tool.name === name);

export const toToolView = ({ requiresConfirmation, parameters, ...tool }: Tool): JsonObject => ({
  ...tool,
  parameters,
  required_params: parameters.required,
  requires_confirmation: requiresConfirmation,
});
