import type { JsonObject } from '../../internal/json.js';
import { keywordsOf, topicOf, wordsOf } from './words.js';
import { fittingRetriever, namedRetriever, type World } from './world.js';

export interface Intent extends JsonObject {
  intent: 'execution' | 'setup' | 'ambiguous';
  confidence: number;
  reasoning: string;
  recommended_action: string;
  clarification_needed: boolean;
  clarification_options: JsonObject[];
  keywords_found: { execution: string[]; setup: string[] };
}

/** Tells what a request is after, by its words and by what there is in the namespace. */
export function detectIntent(request: string, world: World): Intent {
  const found = keywordsOf(request);
  const setup = found.setup.length;
  const execution = found.execution.length;
  const [first = ''] = wordsOf(request).filter((word) => [...found.setup, ...found.execution].includes(word));
  const quoted = (list: readonly string[]): string => list.map((word) => `"${word}"`).join(', ');
  const common = { keywords_found: found, clarification_needed: false, clarification_options: [] };

  if (setup > 0 && (execution === 0 || found.setup.includes(first))) {
    return {
      intent: 'setup',
      confidence: execution === 0 ? 0.9 : 0.7,
      reasoning: `${quoted(found.setup)} asks for something new, or for a change.`,
      recommended_action: 'create_retriever',
      ...common,
    };
  }
  if (execution > 0) {
    return {
      intent: 'execution',
      confidence: setup === 0 ? 0.9 : 0.7,
      reasoning: `${quoted(found.execution)} asks for what is there.`,
      recommended_action: actionOf(request, world),
      ...common,
    };
  }
  if (topicOf(request).length > 0 && world.documents.size > 0) {
    return {
      intent: 'execution',
      confidence: 0.5,
      reasoning: 'It names a topic and nothing to do, and there are documents to search.',
      recommended_action: actionOf(request, world),
      ...common,
    };
  }
  return {
    intent: 'ambiguous',
    confidence: 0.3,
    reasoning: 'No word says what to do.',
    recommended_action: 'ask_user',
    clarification_needed: true,
    clarification_options: [
      { label: 'Search', description: 'Search what is there.', action: 'execution' },
      { label: 'Create a retriever', description: 'Make a search that can be run again.', action: 'setup' },
    ],
    keywords_found: found,
  };
}

function actionOf(request: string, world: World): string {
  const retriever = namedRetriever(request, world) ?? fittingRetriever(topicOf(request), world);
  return retriever === undefined ? 'search_documents' : 'run_retriever';
}
