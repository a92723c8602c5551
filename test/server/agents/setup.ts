import type { AgentStreamEvent } from '../../../src/index.js';
import type { AgentsSessionsCreateParams } from '../../../src/generated/methods.js';
import { setupClient } from '../../helpers/client.js';

const vectors = { v: [1, 0] };

/** Three documents, and a session with an agent, on a clock that stands still. */
export async function setup(params: Partial<AgentsSessionsCreateParams> = {}) {
  const world = setupClient({}, { clock: 'manual' });
  const { mp } = world;
  await mp.namespaces.create({ namespace_id: 'ns', mode: 'standalone' });
  await mp.namespaces.documents.upsert({
    documents: [
      { document_id: 'car-1', vectors, payload: { title: 'A red car on the coast', color: 'red' } },
      { document_id: 'car-2', vectors, payload: { title: 'Two blue cars', color: 'blue' } },
      { document_id: 'bike-1', vectors, payload: { title: 'A red bike', color: 'red' } },
    ],
  });
  const { session_id: id } = await mp.agents.sessions.create({ agent_config: {}, ...params });
  const stream = async (content: string): Promise<AgentStreamEvent[]> => {
    const events: AgentStreamEvent[] = [];
    for await (const event of await mp.agents.sessions.send(id, { content, stream: true })) events.push(event);
    return events;
  };
  return { ...world, id, stream, ask: async (content: string) => mp.agents.sessions.send(id, { content }) };
}

/** Adds a retriever of titles, which takes a text. */
export const addRetriever = (mp: Awaited<ReturnType<typeof setup>>['mp'], name = 'titles') =>
  mp.retrievers.create({
    retriever_name: name,
    description: 'Cars and bikes by their title',
    input_schema: { query: { type: 'text', required: true } },
    stages: [
      {
        stage_name: 'match',
        config: {
          stage_id: 'attribute_filter',
          parameters: { field: 'title', operator: 'contains', value: '{{INPUT.query}}', case_insensitive: true },
        },
      },
    ],
  });
