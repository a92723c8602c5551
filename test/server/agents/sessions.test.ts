import { describe, expect, it } from 'vitest';
import { setup } from './setup.js';

const MINUTE = 60_000;

describe('a session', () => {
  it('takes its name from the first message, and counts what it used', async () => {
    const { mp, id, ask } = await setup();
    expect(await mp.agents.sessions.get(id)).toMatchObject({ session_name: null, status: 'active', message_count: 0 });
    await ask('find red cars');
    await ask('find blue cars');
    expect(await mp.agents.sessions.get(id)).toMatchObject({
      session_name: 'Find red cars',
      message_count: 4,
      stats: { total_messages: 4, total_tool_calls: 2, total_tokens: expect.any(Number) as number },
    });
  });

  it('is idle after half an hour, archived after a day, and takes no more messages then', async () => {
    const { mp, id, server, ask } = await setup();
    const status = async () => (await mp.agents.sessions.get(id)).status;
    server.clock.advance(30 * MINUTE);
    expect(await status()).toBe('idle');
    await ask('find red cars');
    expect(await status()).toBe('active');
    server.clock.advance(24 * 60 * MINUTE);
    expect(await status()).toBe('archived');
    await expect(ask('find red cars')).rejects.toMatchObject({ status: 409, code: 'session_ended' });
    expect((await mp.agents.sessions.history(id)).messages.length).toBeGreaterThan(0);
    expect((await mp.agents.sessions.list({ status: 'archived' })).results).toHaveLength(1);
    expect((await mp.agents.sessions.list({ status: 'active' })).results).toEqual([]);
  });

  it('ends when it is told to, and keeps its history', async () => {
    const { mp, id, ask } = await setup();
    await ask('find red cars');
    expect(await mp.agents.sessions.delete(id)).toMatchObject({ status: 'terminated' });
    await expect(ask('more')).rejects.toMatchObject({ status: 409 });
    await expect(mp.agents.sessions.update(id, { user_memory: {} })).rejects.toMatchObject({ status: 409 });
    expect((await mp.agents.sessions.history(id)).total_messages).toBe(3);
  });

  it('goes with its namespace', async () => {
    const { mp, id, server } = await setup();
    await mp.namespaces.delete('ns');
    await server.settle();
    await mp.namespaces.create({ namespace_id: 'ns', mode: 'standalone' });
    await expect(mp.agents.sessions.get(id)).rejects.toMatchObject({ status: 404 });
  });
});

describe('quotas', () => {
  it.each([
    ['max_messages', 1],
    ['max_tokens_total', 1],
    ['max_tool_calls', 1],
  ])('refuse a message beyond %s', async (quota, limit) => {
    const { ask } = await setup({ quotas: { [quota]: limit } });
    await ask('find red cars');
    await expect(ask('find red cars')).rejects.toMatchObject({
      status: 429,
      code: 'session_quota_exceeded',
      details: { quota, limit },
    });
  });

  it('refuse a message once the time of the session is over', async () => {
    const { server, ask } = await setup({ quotas: { max_session_duration_minutes: 10 } });
    server.clock.advance(10 * MINUTE - 1);
    await ask('find red cars');
    server.clock.advance(1);
    await expect(ask('find red cars')).rejects.toMatchObject({ details: { quota: 'max_session_duration_minutes' } });
  });

  it('let messages through again when a minute has passed', async () => {
    const { server, ask } = await setup({ quotas: { rate_limit_messages_per_minute: 2 } });
    await ask('find red cars');
    server.clock.advance(20_000);
    await ask('find red cars');
    await expect(ask('find red cars')).rejects.toMatchObject({
      status: 429,
      retryAfter: 40,
      details: { quota: 'rate_limit_messages_per_minute' },
    });
    server.clock.advance(40_000);
    await ask('find red cars');
  });
});

describe('history', () => {
  it('has messages and uses of tools, oldest first, page by page', async () => {
    const { mp, id, ask } = await setup();
    await ask('find red cars');
    await ask('find blue cars');
    const { messages, has_more } = await mp.agents.sessions.history(id, { limit: 3 });
    expect(messages.map(({ role }) => role)).toEqual(['user', 'tool', 'assistant']);
    expect(has_more).toBe(true);
    expect(messages[1]).toMatchObject({ tool_name: 'search_documents', tool_status: 'success', content_type: 'json' });
    expect(JSON.parse(messages[1]?.tool_inputs ?? '')).toEqual({ query: 'red cars', limit: 5 });
    expect(await mp.agents.sessions.history(id).toArray()).toHaveLength(6);
  });

  it('keeps feedback on answers alone', async () => {
    const { mp, id, ask } = await setup();
    const { message_id: answer } = await ask('find red cars');
    const given = { message_id: answer, rating: 'positive' };
    expect(await mp.agents.sessions.feedback(id, given)).toMatchObject({ stored: true, rating: 'positive' });
    const [question] = await mp.agents.sessions.history(id).toArray();
    const wrong = { message_id: question?.message_id ?? '', rating: 'negative' };
    await expect(mp.agents.sessions.feedback(id, wrong)).rejects.toMatchObject({ status: 404 });
  });
});

describe('tools', () => {
  it('are listed with what they take, by category', async () => {
    const { mp } = await setup();
    const { results, categories, total } = await mp.agents.sessions.tools();
    expect(categories).toEqual(['discovery', 'retrieval', 'setup']);
    expect(total).toBe(results.length);
    expect(results.find(({ name }) => name === 'create_retriever')).toMatchObject({
      requires_confirmation: true,
      required_params: ['retriever_name', 'stages'],
      parameters: { type: 'object' },
    });
    expect((await mp.agents.sessions.tools({ category: 'setup' })).total).toBe(2);
  });
});

describe('intents', () => {
  it.each([
    ['Find videos of red cars', 'execution'],
    ['Create a retriever for red cars', 'setup'],
    ['Show me how to build a search', 'execution'],
    ['red cars', 'execution'],
    ['hello', 'execution'],
    ['the', 'ambiguous'],
  ])('%s: %s', async (request, intent) => {
    const { mp } = await setup();
    const detected = await mp.agents.sessions.detectIntent({ user_request: request });
    expect(detected.intent).toBe(intent);
    expect(detected.clarification_needed).toBe(intent === 'ambiguous');
  });
});
