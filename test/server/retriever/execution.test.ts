import { describe, expect, it } from 'vitest';
import { byVector, everything, featureSearch, setupSearch, stage } from './search.js';

const DOCUMENTS = Array.from({ length: 23 }, (_, n) => ({
  document_id: `d${String(n).padStart(2, '0')}`,
  vectors: { v: [Math.cos(n / 20), Math.sin(n / 20)] },
  payload: { n, even: n % 2 === 0 },
}));
const SEARCH = featureSearch({ searches: [byVector([1, 0])], final_top_k: 100 });
const IDS = DOCUMENTS.map((document) => document.document_id);

const idsOf = (body: { documents: { document_id: string }[] }): string[] =>
  body.documents.map((one) => one.document_id);

describe('pages', () => {
  it('have ten documents by default, and settings.limit where it is given', async () => {
    const { run } = await setupSearch(DOCUMENTS);
    const { body } = await run([SEARCH], { pagination: undefined });
    expect(idsOf(body)).toEqual(IDS.slice(0, 10));
    expect(body.pagination).toEqual({
      method: 'cursor',
      limit: 10,
      cursor: expect.any(String),
      has_more: true,
      total: 23,
    });
    expect(idsOf((await run([SEARCH], { pagination: undefined, settings: { limit: 3 } })).body)).toEqual(
      IDS.slice(0, 3),
    );
  });

  it.each(['cursor', 'offset', 'scroll', 'keyset'])('by %s cover everything once', async (method) => {
    const { run } = await setupSearch(DOCUMENTS);
    const seen: string[] = [];
    let position: object = {};
    for (let pageNumber = 1; ; pageNumber += 1) {
      const size = method === 'offset' ? { page_size: 5, page_number: pageNumber } : { limit: 5 };
      const { status, body } = await run([SEARCH], { pagination: { method, ...size, ...position } });
      expect(status, JSON.stringify(body)).toBe(200);
      seen.push(...idsOf(body));
      const { cursor, scroll_id, after, has_more: hasMore } = body.pagination;
      if (!hasMore) {
        expect([cursor, scroll_id ?? null, after ?? null]).toEqual([null, null, null]);
        break;
      }
      if (method === 'cursor') position = { cursor };
      if (method === 'scroll') position = { scroll_id };
      if (method === 'keyset') position = { after };
    }
    expect(seen).toEqual(IDS);
  });

  it('go on in the right place after writes in between', async () => {
    const { run, upsert } = await setupSearch(DOCUMENTS);
    const first = await run([SEARCH], { pagination: { limit: 5 } });
    await upsert([{ document_id: 'best', vectors: { v: [1, 0] }, payload: {} }]);
    const second = await run([SEARCH], { pagination: { limit: 5, cursor: first.body.pagination.cursor } });
    expect(idsOf(second.body)).toEqual(IDS.slice(5, 10));
  });

  it('refuse cursors of others, and broken ones', async () => {
    const { run } = await setupSearch(DOCUMENTS);
    const { body } = await run([SEARCH], { pagination: { limit: 5 } });
    const other = await run([everything], { pagination: { limit: 5, cursor: body.pagination.cursor } });
    expect(other).toMatchObject({ status: 400, body: { error: { code: 'invalid_cursor' } } });
    for (const pagination of [
      { cursor: 'abc' },
      { method: 'scroll', scroll_id: 'abc' },
      { method: 'keyset', after: { n: 1 } },
    ]) {
      expect((await run([SEARCH], { pagination })).body.error.code).toBe('invalid_cursor');
    }
  });

  it('refuse fields of another method', async () => {
    const { run } = await setupSearch(DOCUMENTS);
    const { status, body } = await run([SEARCH], { pagination: { page_size: 5 } });
    expect(status).toBe(422);
    expect(body.error.message).toMatch(/^pagination\.page_size: .*"cursor"/);
  });

  it('end a scroll at its time', async () => {
    const { run, server } = await setupSearch(DOCUMENTS);
    const { body } = await run([SEARCH], { pagination: { method: 'scroll', limit: 5, scroll_ttl: 60 } });
    server.clock.advance(61_000);
    const late = await run([SEARCH], {
      pagination: { method: 'scroll', limit: 5, scroll_id: body.pagination.scroll_id },
    });
    expect(late.body.error.code).toBe('scroll_expired');
  });
});

describe('inputs', () => {
  const byN = stage('attribute_filter', { field: 'n', operator: 'lt', value: '{{INPUT.most}}' });

  it('fill templates with their types, defaults included', async () => {
    const { ids } = await setupSearch(DOCUMENTS);
    const stages = [featureSearch({ searches: [byVector('{{INPUT.q}}', { top_k: '{{INPUT.k}}' })] }), byN];
    const input_schema = {
      q: { type: 'array', required: true },
      k: { type: 'integer', default: 4 },
      most: { type: 'number' },
    };
    expect(await ids(stages, { input_schema, inputs: { q: [1, 0], most: 2 } })).toEqual(['d00', 'd01']);
    expect(await ids(stages, { input_schema, inputs: { q: [1, 0], most: 99 } })).toEqual(['d00', 'd01', 'd02', 'd03']);
  });

  it('are named with their stage when a required one is missing', async () => {
    const { run } = await setupSearch(DOCUMENTS);
    const { status, body } = await run([everything, byN], {
      input_schema: { most: { type: 'integer', required: true } },
    });
    expect(status).toBe(400);
    expect(body.error.message).toContain('"most"');
    expect(body.error).toMatchObject({
      code: 'missing_input',
      details: { input: 'most', stages: ['attribute_filter'] },
    });
  });

  it('are needed by filters even when they are optional', async () => {
    const { run } = await setupSearch(DOCUMENTS);
    const { body } = await run([everything, byN], { input_schema: { most: { type: 'integer' } } });
    expect(body.error.code).toBe('missing_input');
  });

  it.each([
    [{ type: 'array' }, 'x', 'must be of type array'],
    [{ type: 'integer' }, 1.5, 'must be of type integer'],
    [{ type: 'text', enum: ['a', 'b'] }, 'c', 'must be one of "a", "b"'],
    [{ type: 'datetime' }, 'soon', 'must be of type datetime'],
  ])('are checked against the schema %j', async (field, value, message) => {
    const { run } = await setupSearch(DOCUMENTS);
    const { status, body } = await run([everything], { input_schema: { x: field }, inputs: { x: value } });
    expect(status).toBe(422);
    expect(body.error.details.validation_errors).toEqual([
      { type: expect.any(String), location: ['body', 'inputs', 'x'], message: expect.stringContaining(message) },
    ]);
  });

  it('are checked inside arrays and objects', async () => {
    const { run } = await setupSearch(DOCUMENTS);
    const field = { type: 'array', items: { type: 'object', properties: { id: { type: 'string', required: true } } } };
    const { body } = await run([everything], { input_schema: { x: field }, inputs: { x: [{ id: 'a' }, {}] } });
    expect(body.error.details.validation_errors[0].location).toEqual(['body', 'inputs', 'x', 1, 'id']);
  });

  it('give a warning when no one declared them', async () => {
    const { run } = await setupSearch(DOCUMENTS);
    const { body } = await run([everything], { inputs: { extra: 1 } });
    expect(body.warnings).toEqual([expect.stringContaining('"extra"')]);
  });

  it('are checked again where they fill parameters', async () => {
    const { run } = await setupSearch(DOCUMENTS);
    const request = { input_schema: { k: { type: 'integer' } }, inputs: { k: 5000 } };
    const { status, body } = await run(
      [everything, stage('mmr', { top_k: '{{INPUT.k}}', diversity_fields: ['n'] })],
      request,
    );
    expect(status).toBe(422);
    expect(body.error.message).toBe('stages[1].config.parameters.top_k: must be from 1 to 500, not 5000');
  });

  it('give values to dynamic filters, and templates read earlier stages and the context', async () => {
    const { ids } = await setupSearch(DOCUMENTS);
    const dynamic = stage('attribute_filter', { field: 'even', value: { type: 'dynamic', field: 'inputs.even' } });
    const request = { input_schema: { even: { type: 'boolean' } }, inputs: { even: true } };
    const half = stage('limit', { limit: '{{STAGE.attribute_filter.output_count}}', offset: 10 });
    expect(await ids([everything, dynamic, half], request)).toEqual(['d20', 'd22']);
  });
});

describe('events', () => {
  async function eventsOf(stages: object[], request: Record<string, unknown> = {}) {
    const { server } = await setupSearch(DOCUMENTS);
    const response = await server.fetch('http://local/v1/retrievers/execute', {
      method: 'POST',
      headers: { authorization: 'Bearer key', 'x-namespace': 'ns', 'content-type': 'application/json' },
      body: JSON.stringify({ input_schema: {}, inputs: {}, stages, stream: true, ...request }),
    });
    const text = await response.text();
    const frames = text.split('\n\n').filter((frame) => frame.startsWith('data: '));
    return { response, events: frames.map((frame) => JSON.parse(frame.slice('data: '.length))) };
  }

  it('tell of every stage and end with the answer', async () => {
    const { response, events } = await eventsOf([SEARCH, stage('limit', { limit: 2 })], { pagination: { limit: 1 } });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('x-execution-mode')).toBe('adhoc');
    expect(events.map((event) => [event.event_type, event.stage_name])).toEqual([
      ['stage_start', 'feature_search'],
      ['stage_complete', 'feature_search'],
      ['stage_start', 'limit'],
      ['stage_complete', 'limit'],
      ['execution_complete', undefined],
    ]);
    expect(events[1].statistics).toMatchObject({ input_count: 23, output_count: 23 });
    expect(events[4]).toMatchObject({
      documents: [{ document_id: 'd00', n: 0 }],
      pagination: { total: 2, has_more: true },
    });
  });

  it('end with the error of a stage that fails', async () => {
    const { response, events } = await eventsOf([everything, stage('mmr')]);
    expect(response.status).toBe(200);
    expect(events.map((event) => event.event_type)).toEqual([
      'stage_start',
      'stage_complete',
      'stage_start',
      'stage_error',
      'execution_error',
    ]);
    expect(events[4].error).toMatchObject({ type: 'BadRequestError', code: 'diversity_undefined' });
  });

  it('do not begin when the request is wrong', async () => {
    const { response } = await eventsOf([stage('nope')]);
    expect(response.status).toBe(400);
  });
});

describe('budgets', () => {
  it('stop an execution that takes too long', async () => {
    const { run } = await setupSearch(DOCUMENTS);
    const { status, body } = await run([SEARCH], { budget_limits: { max_time_ms: 0 } });
    expect(status).toBe(400);
    expect(body.error.code).toBe('budget_exceeded');
  });
});
