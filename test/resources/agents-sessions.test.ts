import { describe, expect, expectTypeOf, it } from 'vitest';
import type { AgentReply } from '../../src/generated/schemas.js';
import type { AgentStreamEvent, EventStream } from '../../src/index.js';
import { observeClient } from '../helpers/client.js';
import { json } from '../helpers/fetch.js';

const stream = (...events: { event: string; data: object }[]): Response =>
  new Response(events.map(({ event, data }) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join(''), {
    headers: { 'content-type': 'text/event-stream', 'x-request-id': 'req_1' },
  });

const done = { session_id: 's', message_id: 'm', latency_ms: 1, tool_calls_made: 0 };

describe('agents.sessions.send', () => {
  it('tells a service that streams by itself not to, unless events are asked for', async () => {
    const { mp, requests } = observeClient([json({ content: 'hi', ...done }), stream({ event: 'done', data: done })]);
    const reply = await mp.agents.sessions.send('s', { content: 'hello' });
    expectTypeOf(reply).toEqualTypeOf<AgentReply>();
    const events = await mp.agents.sessions.send('s', { content: 'hello', stream: true });
    expectTypeOf(events).toEqualTypeOf<EventStream<AgentStreamEvent>>();
    expect(requests.map(({ body }) => JSON.parse(String(body)) as unknown)).toEqual([
      { content: 'hello', stream: false },
      { content: 'hello', stream: true },
    ]);
  });

  it('types the data of each event by its name', async () => {
    const { mp } = observeClient(
      stream({ event: 'token', data: { content: 'hi' } }, { event: 'planet', data: {} }, { event: 'done', data: done }),
    );
    const names: string[] = [];
    for await (const happened of await mp.agents.sessions.send('s', { content: 'hello', stream: true })) {
      names.push(happened.event);
      if (happened.event === 'token') expectTypeOf(happened.data.content).toEqualTypeOf<string>();
      if (happened.event === 'done') expectTypeOf(happened.data.tool_calls_made).toEqualTypeOf<number>();
      if (happened.event === 'confirmation_required') expectTypeOf(happened.data.expires_at).toEqualTypeOf<string>();
    }
    expect(names).toEqual(['token', 'planet', 'done']);
  });
});

describe('agents.sessions.confirm', () => {
  const confirm = (...events: { event: string; data: object }[]) => {
    const { mp, requests } = observeClient(stream(...events));
    return { answer: mp.agents.sessions.confirm('s', 'c', { approved: true }), requests };
  };

  it('gives the answer that the events tell of, with its envelope', async () => {
    const { answer, requests } = confirm(
      { event: 'token', data: { content: 'I crea' } },
      { event: 'message', data: { message_id: 'm', role: 'assistant', content: 'I created it.' } },
      { event: 'done', data: done },
    );
    const { data, requestId } = await answer.withResponse();
    expect(data).toEqual({ ...done, content: 'I created it.' });
    expect(requestId).toBe('req_1');
    expect(requests).toHaveLength(1);
  });

  it('fails as the events fail', async () => {
    const failure = { message: 'broken', type: 'ProcessingError' };
    await expect(confirm({ event: 'error', data: failure }).answer).rejects.toMatchObject({
      name: 'ApiError',
      message: 'broken',
      type: 'ProcessingError',
    });
  });

  it('fails when the events end without an answer', async () => {
    await expect(confirm({ event: 'token', data: { content: 'I' } }).answer).rejects.toMatchObject({
      name: 'DecodeError',
    });
  });
});
