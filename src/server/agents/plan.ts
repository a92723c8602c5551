import type { JsonObject } from '../../internal/json.js';
import { draftRetriever } from './draft-retriever.js';
import type { Intent } from './intent.js';
import type { ToolName } from './tools.js';
import { topicOf, wordsOf } from './words.js';
import { fillInputs, fittingRetriever, namedRetriever, type World } from './world.js';

export interface ToolCall {
  readonly tool: ToolName;
  readonly inputs: JsonObject;
}

export interface TurnPlan {
  /** In words, what the agent is about to do and why. */
  readonly thinking: string;
  readonly calls: readonly ToolCall[];
  /** The answer where no tool is needed. */
  readonly answer?: string;
}

export interface TurnRequest {
  readonly content: string;
  readonly intent: Intent;
  /** What it is about: taken from an earlier message where this one does not say. */
  readonly topic: readonly string[];
  readonly userMemory: JsonObject;
}

const LIMIT = 5;

/** Chooses the tools for a message, by rules: the same message in the same namespace is always answered alike. */
export function planTurn(request: TurnRequest, world: World): TurnPlan {
  const words = new Set(wordsOf(request.content));
  const has = (...any: string[]): boolean => any.some((word) => words.has(word));
  if (request.intent.intent === 'setup') return planSetup(request, world, has);
  if (has('me', 'i') && has('know', 'remember')) return answerFromMemory(request);

  const documentId = request.content.match(/[\w.:-]+/g)?.find((word) => world.documents.payload(word) !== undefined);
  if (documentId !== undefined && has('document', 'show', 'get', 'describe', 'read', documentId)) {
    return one(`It names the document "${documentId}".`, 'get_document', { document_id: documentId });
  }
  const isNamed = namedRetriever(request.content, world);
  if (isNamed !== undefined && has('describe', 'explain', 'what', 'inputs', 'stages')) {
    return one(`It asks about the retriever "${isNamed.retriever_name}".`, 'describe_retriever', {
      retriever_id: isNamed.id,
    });
  }
  if (isNamed === undefined && topicOf(request.content).length === 0) {
    if (has('retrievers')) return one('It asks which retrievers there are.', 'list_retrievers', {});
    if (has('collections')) return one('It asks which collections there are.', 'list_collections', {});
    if (has('namespace', 'database', 'data')) {
      return one('It asks what is in the namespace.', 'describe_namespace', {});
    }
  }
  if (has('many', 'count')) {
    const query = request.topic.join(' ');
    return one('It asks for a number.', 'count_documents', query === '' ? {} : { query });
  }
  if (request.intent.intent === 'ambiguous') {
    const answer = 'I can search what is there, or set up a retriever. Which of the two do you want?';
    return { thinking: 'Nothing says what to do.', calls: [], answer };
  }
  return planSearch(request, world);
}

function planSearch({ content, topic }: TurnRequest, world: World): TurnPlan {
  const query = topic.join(' ');
  const retriever = namedRetriever(content, world) ?? fittingRetriever(topic, world);
  const inputs = retriever === undefined ? undefined : fillInputs(retriever, query === '' ? content : query);
  if (retriever !== undefined && inputs !== undefined) {
    const reason = `The retriever "${retriever.retriever_name}" can search for it.`;
    return one(reason, 'run_retriever', { retriever_id: retriever.id, inputs, limit: LIMIT });
  }
  if (query === '') {
    return one('It does not say what to look for, so it may help to know what is there.', 'describe_namespace', {});
  }
  return one('No retriever takes such a request, so the texts of documents are searched.', 'search_documents', {
    query,
    limit: LIMIT,
  });
}

function planSetup(request: TurnRequest, world: World, has: (...any: string[]) => boolean): TurnPlan {
  const existing = namedRetriever(request.content, world);
  if (has('delete', 'remove')) {
    if (existing === undefined) {
      return {
        thinking: 'It does not name a retriever that exists.',
        calls: [],
        answer: 'Which retriever do you mean?',
      };
    }
    return one(`It asks to delete the retriever "${existing.retriever_name}".`, 'delete_retriever', {
      retriever_id: existing.id,
    });
  }
  if (has('bucket', 'collection', 'namespace', 'upload')) {
    const answer = 'I set up retrievers only. Buckets, collections and namespaces are made by the API itself.';
    return { thinking: 'It asks for something that no tool makes.', calls: [], answer };
  }
  const [, name] = /(?:called|named)\s+"?([\w-]+)"?/i.exec(request.content) ?? [];
  const topic = request.topic.filter((word) => word !== name?.toLowerCase());
  const draft = draftRetriever(topic, world, name);
  if (draft === undefined) {
    const answer = 'There is nothing to search yet. Write some documents first, then I can draft a retriever.';
    return { thinking: 'No document has a text.', calls: [], answer };
  }
  return one('It asks for a new retriever, which needs a confirmation.', 'create_retriever', draft);
}

function answerFromMemory({ userMemory }: TurnRequest): TurnPlan {
  const facts = Object.entries(userMemory).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const answer = facts.length === 0 ? 'I know nothing of you yet.' : `This is what I know of you: ${facts.join('; ')}.`;
  return { thinking: 'It asks what is known of the user.', calls: [], answer };
}

const one = (thinking: string, tool: ToolName, inputs: JsonObject): TurnPlan => ({
  thinking,
  calls: [{ tool, inputs }],
});
