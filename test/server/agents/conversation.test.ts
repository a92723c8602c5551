import { describe, expect, it } from 'vitest';
import type { AgentEventData, AgentStreamEvent } from '../../../src/index.js';
import { addRetriever, setup } from './setup.js';

const names = (events: readonly AgentStreamEvent[]): string[] =>
  events.map(({ event }) => event).filter((event, index, all) => event !== 'token' || all[index - 1] !== 'token');

const find = <Name extends keyof AgentEventData>(events: readonly AgentStreamEvent[], name: Name) =>
  events.find(({ event }) => event === name)?.data as AgentEventData[Name] | undefined;

describe('a message', () => {
  it('is answered from the texts of documents, event by event', async () => {
    const { id, stream } = await setup();
    const events = await stream('Find red cars');
    expect(names(events)).toEqual([
      'intent',
      'thinking',
      'tool_call',
      'tool_result',
      'token',
      'message',
      'session_name',
      'done',
    ]);
    expect(find(events, 'intent')).toMatchObject({ intent: 'execution', recommended_action: 'search_documents' });
    expect(find(events, 'tool_call')).toMatchObject({
      tool_name: 'search_documents',
      tool_inputs: { query: 'red cars', limit: 5 },
    });
    const answer = find(events, 'message')?.content ?? '';
    expect(answer).toBe(
      [
        'I found 3 documents for "red cars" in the texts of the documents:',
        '1. car-1 - A red car on the coast (score 1)',
        '2. bike-1 - A red bike (score 0.5)',
        '3. car-2 - Two blue cars (score 0.5)',
      ].join('\n'),
    );
    const pieces = events.flatMap((one) => (one.event === 'token' ? [one.data.content] : []));
    expect(pieces.join('')).toBe(answer);
    expect(find(events, 'done')).toMatchObject({ session_id: id, tool_calls_made: 1, retriever_summary: null });
  });

  it('is answered by a retriever where one fits, and the run is in its history', async () => {
    const { mp, stream } = await setup();
    const retriever = await addRetriever(mp);
    const events = await stream('Show me a red bike');
    expect(names(events)).toContain('retriever_execution');
    expect(find(events, 'retriever_execution')).toMatchObject({
      retriever_id: retriever.retriever_id,
      retriever_name: 'titles',
      inputs: { query: 'red bike' },
      document_count: 1,
    });
    const executionId = find(events, 'retriever_execution')?.execution_id;
    const { results } = await mp.retrievers.executions.list('titles');
    expect(results.map(({ execution_id }) => execution_id)).toEqual([executionId]);
    expect(find(events, 'done')?.retriever_summary).toMatchObject({ total_documents: 1 });
  });

  it('is awaited without its events', async () => {
    const { id, ask } = await setup();
    expect(await ask('How many documents are there?')).toEqual({
      session_id: id,
      message_id: expect.stringMatching(/^msg_/) as string,
      content: 'There are 3 documents in the namespace.',
      tool_calls_made: 1,
      latency_ms: expect.any(Number) as number,
      retriever_summary: null,
      confirmation_id: null,
    });
  });

  it.each([
    ['Which retrievers are there?', 'There is 1 retriever: titles.'],
    ['Which collections are there?', 'There are no collections yet.'],
    ['What is in this namespace?', 'The namespace "ns" has 3 documents. There is 1 retriever: titles.'],
    ['Describe the retriever titles', 'The retriever "titles" has 1 stage: match. It takes query.'],
    ['How many red documents?', 'There are 2 documents with words of "red".'],
    ['Show me car-2', 'car-2 - Two blue cars: {"document_id":"car-2","title":"Two blue cars","color":"blue"}'],
    ['Find submarines', 'I found nothing for "submarines" with the retriever "titles".'],
    ['The', 'I can search what is there, or set up a retriever. Which of the two do you want?'],
  ])('%s', async (question, answer) => {
    const { mp, ask } = await setup();
    await addRetriever(mp);
    expect((await ask(question)).content).toBe(answer);
  });

  it('takes its topic from the one before where it has none, and shows what was not shown', async () => {
    const { ask } = await setup();
    await ask('Find red things');
    expect((await ask('more')).content).toBe('I found nothing for "red" in the texts of the documents.');
    expect((await ask('How many are there?')).content).toContain('"red"');
  });

  it('knows what it was told of the user', async () => {
    const { mp, id, ask } = await setup({ user_memory: { size: 42 } });
    await mp.agents.sessions.update(id, { user_memory: { name: 'Ada' } });
    expect((await ask('What do you know about me?')).content).toBe(
      'This is what I know of you: size: 42; name: "Ada".',
    );
  });

  it('is cut to the tokens that the session allows', async () => {
    const { ask } = await setup({ agent_config: { max_tokens: 5 } });
    const { content } = await ask('Find red cars');
    expect(content).toHaveLength(20);
    expect(content.endsWith('...')).toBe(true);
  });
});

describe('what changes something', () => {
  it('is asked about first, and done when it is confirmed', async () => {
    const { mp, id, stream } = await setup();
    const events = await stream('Create a retriever for bikes named bikes');
    expect(names(events)).toEqual([
      'intent',
      'thinking',
      'tool_call',
      'pipeline_config',
      'confirmation_required',
      'token',
      'message',
      'session_name',
      'done',
    ]);
    const question = find(events, 'confirmation_required');
    expect(question).toMatchObject({ tool_name: 'create_retriever', expires_at: '2026-01-01T00:05:00.000Z' });
    expect(find(events, 'done')?.confirmation_id).toBe(question?.confirmation_id);
    expect((await mp.retrievers.list()).items).toEqual([]);
    const reply = await mp.agents.sessions.confirm(id, question?.confirmation_id ?? '', { approved: true });
    expect(reply.content).toMatch(/^I created the retriever "bikes" \(ret_/);
    const { documents } = await mp.retrievers.execute('bikes', { inputs: { query: 'bike' } });
    expect(documents.map(({ document_id }) => document_id)).toEqual(['bike-1']);
  });

  it('is told event by event once it is confirmed', async () => {
    const { mp, id, ask } = await setup();
    const { confirmation_id: question } = await ask('Create a retriever for bikes');
    const events: AgentStreamEvent[] = [];
    for await (const event of await mp.agents.sessions.confirm(id, question ?? '', { approved: true, stream: true })) {
      events.push(event);
    }
    expect(names(events)).toEqual(['tool_call', 'tool_result', 'token', 'message', 'done']);
  });

  it('is left when it is declined', async () => {
    const { mp, id, ask } = await setup();
    await addRetriever(mp);
    const { confirmation_id: question } = await ask('Delete the retriever titles');
    const reply = await mp.agents.sessions.confirm(id, question ?? '', { approved: false });
    expect(reply).toMatchObject({ content: 'All right, I leave it.', tool_calls_made: 0 });
    expect((await mp.retrievers.list()).items).toHaveLength(1);
  });

  it('can be confirmed once, for five minutes', async () => {
    const { mp, id, server, ask } = await setup();
    await addRetriever(mp);
    const first = (await ask('Delete the retriever titles')).confirmation_id ?? '';
    const second = (await ask('Delete the retriever titles')).confirmation_id ?? '';
    const confirm = (question: string) => mp.agents.sessions.confirm(id, question, { approved: true });
    await confirm(first);
    await expect(confirm(first)).rejects.toMatchObject({ status: 400, code: 'confirmation_answered' });
    server.clock.advance(5 * 60_000);
    await expect(confirm(second)).rejects.toMatchObject({ status: 400, code: 'confirmation_expired' });
    await expect(confirm('conf_none')).rejects.toMatchObject({ status: 404 });
  });

  it('needs a tool that the session has', async () => {
    const { mp, ask } = await setup({ agent_config: { available_tools: ['search_documents'] } });
    expect((await ask('Create a retriever for bikes')).content).toContain('I would need the tool create_retriever');
    const refused = mp.agents.sessions.create({ agent_config: { available_tools: ['fly'] } });
    await expect(refused).rejects.toMatchObject({ status: 422 });
  });
});
