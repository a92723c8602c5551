import { describe, expect, it } from 'vitest';
import { byVector, everything, featureSearch, setupSearch, stage } from '../retriever/search.js';
import { setup } from './setup.js';

const NS = { 'x-namespace': 'ns' };
const CREATE = 'POST /v1/retrievers';
const DOCUMENTS = [
  { document_id: 'a', vectors: { v: [1, 0] }, payload: { kind: 'x' } },
  { document_id: 'b', vectors: { v: [0, 1] }, payload: { kind: 'y' } },
];
const SEARCH = featureSearch({ searches: [byVector('{{INPUT.qv}}', { top_k: 5 })], final_top_k: 5 });
const RETRIEVER = {
  retriever_name: 'by-vector',
  input_schema: { qv: { type: 'array', required: true } },
  stages: [{ ...SEARCH, stage_type: 'filter' }],
};

async function setupRetriever() {
  const searcher = await setupSearch(DOCUMENTS);
  const { status, body } = await searcher.call(CREATE, RETRIEVER, NS);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return { ...searcher, id: String(body.retriever_id) };
}

describe('stored retrievers', () => {
  it('are created with both shapes of the answer', async () => {
    const { call } = await setupSearch(DOCUMENTS);
    const { status, body } = await call(CREATE, { ...RETRIEVER, description: 'd', tags: ['t'] }, NS);
    expect(status).toBe(200);
    const { retriever, ...top } = body;
    expect(top).toEqual(retriever);
    expect(retriever).toMatchObject({
      retriever_id: expect.stringMatching(/^ret_[a-z0-9]{12}$/),
      retriever_name: 'by-vector',
      stages: RETRIEVER.stages,
      input_schema: RETRIEVER.input_schema,
      feature_dependencies: [{ scheme: 'mixpeek', extractor: 'v', version: 'v1', output: null }],
      collection_ids: [],
      tags: ['t'],
      version: 1,
      created_at: '2026-01-01T00:00:00.000Z',
    });
  });

  it('have a name of their own in the namespace', async () => {
    const { call } = await setupRetriever();
    const { status, body } = await call(CREATE, RETRIEVER, NS);
    expect(status).toBe(409);
    expect(body.error.code).toBe('retriever_name_taken');
  });

  it('are found by id and by name, in their namespace only', async () => {
    const { call, id } = await setupRetriever();
    expect((await call(`GET /v1/retrievers/${id}`, undefined, NS)).body.retriever_id).toBe(id);
    expect((await call('GET /v1/retrievers/by-vector', undefined, NS)).body.retriever_id).toBe(id);
    await call('POST /v1/namespaces/standalone', { namespace_id: 'other' });
    expect(await call(`GET /v1/retrievers/${id}`, undefined, { 'x-namespace': 'other' })).toMatchObject({
      status: 404,
      body: { error: { type: 'NotFoundError', details: { resource: 'retriever', id } } },
    });
  });

  it('change name and tags, and count versions', async () => {
    const { call, id } = await setupRetriever();
    const { body } = await call(
      `PATCH /v1/retrievers/${id}`,
      { retriever_name: 'renamed', tags: ['z'], description: null },
      NS,
    );
    expect(body).toMatchObject({ retriever_name: 'renamed', tags: ['z'], version: 2, retriever: { version: 2 } });
    expect((await call('GET /v1/retrievers/by-vector', undefined, NS)).status).toBe(404);
  });

  it('refuse fields that have no effect, such as other stages', async () => {
    const { call, id } = await setupRetriever();
    const changed = await call(`PATCH /v1/retrievers/${id}`, { stages: [everything] }, NS);
    expect(changed.status).toBe(422);
    expect(changed.body.error.message).toMatch(/^stages: cannot be set here.*clone/);
    const created = await call(CREATE, { ...RETRIEVER, retriever_name: 'r', budget_limit: {} }, NS);
    expect(created.body.error.message).toMatch(/^budget_limit: cannot be set here/);
  });

  it('are copied with changes', async () => {
    const { call, id } = await setupRetriever();
    const { status, body } = await call(
      `POST /v1/retrievers/${id}/clone`,
      { retriever_name: 'copy', description: 'new' },
      NS,
    );
    expect(status).toBe(201);
    expect(body).toMatchObject({
      source_retriever_id: id,
      retriever: { retriever_name: 'copy', description: 'new', stages: RETRIEVER.stages },
    });
    expect((await call(`POST /v1/retrievers/${id}/clone`, { retriever_name: 'copy' }, NS)).status).toBe(409);
  });

  it('are listed newest first, filtered, searched and paged', async () => {
    const { call, id } = await setupRetriever();
    for (const name of ['one', 'two', 'three'])
      await call(`POST /v1/retrievers/${id}/clone`, { retriever_name: name }, NS);
    const names = (body: { results: { retriever_name: string }[] }) => body.results.map((one) => one.retriever_name);
    const first = (await call('POST /v1/retrievers/list?limit=2&include_total=true', {}, NS)).body;
    expect(names(first)).toEqual(['three', 'two']);
    expect(first.total).toBe(4);
    const second = (await call(`POST /v1/retrievers/list?limit=2&cursor=${first.pagination.next_cursor}`, {}, NS)).body;
    expect(names(second)).toEqual(['one', 'by-vector']);
    expect(second.pagination.next_cursor).toBe(null);
    expect(names((await call('POST /v1/retrievers/list', { search: 'TW' }, NS)).body)).toEqual(['two']);
    const sorted = {
      sorts: [{ field: 'retriever_name', direction: 'asc' }],
      filters: { NOT: { retriever_name: 'one' } },
    };
    expect(names((await call('POST /v1/retrievers/list', sorted, NS)).body)).toEqual(['by-vector', 'three', 'two']);
  });

  it('are gone with their executions once deleted', async () => {
    const { call, id } = await setupRetriever();
    const { body } = await call(`POST /v1/retrievers/${id}/execute`, { inputs: { qv: [1, 0] } }, NS);
    expect((await call(`DELETE /v1/retrievers/${id}`, undefined, NS)).body).toMatchObject({ success: true });
    for (const path of [id, `${id}/executions/${body.execution_id}`]) {
      expect((await call(`GET /v1/retrievers/${path}`, undefined, NS)).status).toBe(404);
    }
  });

  it('need a namespace', async () => {
    const { call } = setup();
    expect((await call(CREATE, RETRIEVER)).body.error.code).toBe('namespace_required');
  });
});

describe('definitions', () => {
  const refused: [string, object, number, string | undefined, string][] = [
    ['an unknown stage', stage('nope'), 400, 'unknown_stage', 'stages[0].config.stage_id'],
    ['a stage that is not here', stage('rerank'), 400, 'stage_not_available', 'stages[0].config.stage_id'],
    ['no stage', { stage_name: 's', config: {} }, 422, undefined, 'stages[0].config.stage_id: is required'],
    [
      'a stage_id beside config',
      { stage_name: 's', stage_id: 'limit', config: { stage_id: 'limit' } },
      422,
      undefined,
      'stages[0].stage_id',
    ],
    [
      'the wrong category',
      { ...stage('limit'), stage_type: 'filter' },
      400,
      'stage_type_mismatch',
      'stages[0].stage_type',
    ],
    [
      'a number out of range',
      featureSearch({ searches: [byVector([1, 0])], final_top_k: 501 }),
      422,
      undefined,
      'stages[0].config.parameters.final_top_k: must be from 1 to 500, not 501',
    ],
    [
      'a wrong type',
      stage('limit', { limit: 'ten' }),
      422,
      undefined,
      'stages[0].config.parameters.limit: must be of type integer, not "ten"',
    ],
    [
      'a misspelt parameter',
      stage('limit', { limits: 1 }),
      422,
      undefined,
      'stages[0].config.parameters.limits: is not known here',
    ],
    [
      'a nested mistake',
      featureSearch({ searches: [byVector([1, 0], { top_k: 0 })] }),
      422,
      undefined,
      'stages[0].config.parameters.searches[0].top_k',
    ],
    [
      'an unknown input mode',
      featureSearch({ searches: [{ feature_uri: 'v', query: { input_mode: 'smell' } }] }),
      422,
      undefined,
      'searches[0].query.input_mode: is "smell"; use one of "vector"',
    ],
    [
      'a missing query',
      featureSearch({ searches: [{ feature_uri: 'v' }] }),
      422,
      undefined,
      'stages[0].config.parameters.searches[0].query: is required',
    ],
    [
      'too many searches',
      featureSearch({ searches: Array.from({ length: 11 }, () => byVector([1, 0])) }),
      422,
      undefined,
      'stages[0].config.parameters.searches: must have from 0 to 10 items',
    ],
    [
      'an unknown index',
      featureSearch({ searches: [byVector([1, 0], { feature_uri: 'w' })] }),
      400,
      'unknown_vector_index',
      'stages[0].config.parameters.searches[0].feature_uri',
    ],
    [
      'a vector of the wrong length',
      featureSearch({ searches: [byVector([1])] }),
      400,
      'vector_dimension_mismatch',
      'searches[0].query.value: the query has 1 numbers',
    ],
    [
      'a vector of words',
      featureSearch({ searches: [byVector(['a', 'b'])] }),
      400,
      'invalid_vector',
      'searches[0].query.value[0]',
    ],
    [
      'learning without learned fusion',
      featureSearch({ searches: [byVector([1, 0])], fusion: 'rrf', learning_config: {} }),
      400,
      'learning_config_without_learned_fusion',
      'parameters.learning_config',
    ],
    [
      'collections',
      featureSearch({ searches: [byVector([1, 0])], collection_identifiers: ['col'] }),
      404,
      'collection_not_found',
      'parameters.collection_identifiers',
    ],
    [
      'query preprocessing',
      featureSearch({ searches: [byVector([1, 0])], query_preprocessing: {} }),
      400,
      'query_preprocessing_not_available',
      'query_preprocessing',
    ],
    [
      'an unknown operator',
      stage('attribute_filter', { conditions: { field: 'a', operator: 'like', value: 1 } }),
      400,
      'unknown_operator',
      'stages[0].config.parameters',
    ],
    [
      'a wrong filter',
      featureSearch({}, { pre_filters: { AND: 'x' } }),
      400,
      'invalid_filter',
      'stages[0].config.pre_filters',
    ],
    [
      'an undeclared input',
      featureSearch({ searches: [byVector('{{INPUT.nope}}')] }),
      400,
      'unknown_input',
      'stages[0].config',
    ],
    ['a template that is none', stage('limit', { limit: '{{ 1 + 1 }}' }), 400, 'invalid_template', '{{ 1 + 1 }}'],
    [
      'a stage that comes later',
      stage('limit', { limit: '{{STAGE.later.output_count}}' }),
      400,
      'unknown_template_stage',
      '"later"',
    ],
    [
      'a document template in a search',
      stage('limit', { limit: '{{DOC.n}}' }),
      400,
      'template_not_available',
      '{{DOC.n}}',
    ],
    [
      'a wrong choice',
      stage('mmr', { similarity_metric: 'taste' }),
      422,
      undefined,
      'stages[0].config.parameters.similarity_metric',
    ],
  ];

  it.each(refused)('are refused for %s, with the place', async (_what, wrong, status, code, message) => {
    const { call } = await setupSearch(DOCUMENTS);
    const answer = await call(CREATE, { retriever_name: 'r', stages: [wrong] }, NS);
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    expect(answer.body.error.code).toBe(code);
    expect(answer.body.error.message).toContain(message);
    expect((await call('POST /v1/retrievers/list?include_total=true', {}, NS)).body.total).toBe(0);
  });

  it('list what is known with an unknown stage, and what is available with an absent one', async () => {
    const { call } = await setupSearch(DOCUMENTS);
    const unknown = await call(CREATE, { retriever_name: 'r', stages: [stage('nope')] }, NS);
    expect(unknown.body.error.details.known).toHaveLength(31);
    const absent = await call(CREATE, { retriever_name: 'r', stages: [stage('rerank')] }, NS);
    expect(absent.body.error.details.available).toContain('mmr');
  });

  it('name the indexes that there are', async () => {
    const { call } = await setupSearch(DOCUMENTS);
    const wrong = featureSearch({ searches: [byVector([1, 0], { feature_uri: 'w' })] });
    const { body } = await call(CREATE, { retriever_name: 'r', stages: [wrong] }, NS);
    expect(body.error.details).toMatchObject({ index: 'w', available: ['v'] });
  });

  it('tell every wrong parameter at once', async () => {
    const { call } = await setupSearch(DOCUMENTS);
    const wrong = stage('limit', { limit: 0, offset: -1, more: 1 });
    const { body } = await call(CREATE, { retriever_name: 'r', stages: [everything, wrong] }, NS);
    expect(body.error.details.validation_errors.map((one: { location: unknown[] }) => one.location)).toEqual([
      ['body', 'stages', 1, 'config', 'parameters', 'limit'],
      ['body', 'stages', 1, 'config', 'parameters', 'offset'],
      ['body', 'stages', 1, 'config', 'parameters', 'more'],
    ]);
  });

  it('take a template for any parameter', async () => {
    const { call } = await setupSearch(DOCUMENTS);
    const stages = [
      featureSearch(
        { searches: '{{INPUT.searches}}', final_top_k: '{{INPUT.k}}' },
        { pre_filters: { field: 'kind', operator: 'in', value: '{{INPUT.kinds}}' } },
      ),
    ];
    const input_schema = { searches: { type: 'array' }, k: { type: 'integer' }, kinds: { type: 'array' } };
    const { status, body } = await call(CREATE, { retriever_name: 'r', stages, input_schema }, NS);
    expect(status, JSON.stringify(body)).toBe(200);
    const inputs = { searches: [byVector([1, 0])], kinds: ['y'] };
    expect((await call('POST /v1/retrievers/r/execute', { inputs }, NS)).body.documents).toEqual([
      { document_id: 'b', score: 0, kind: 'y' },
    ]);
  });
});

describe('executions', () => {
  it('answer with documents, statistics and budget, and are kept without vectors', async () => {
    const { call, id } = await setupRetriever();
    const answer = await call(
      'POST /v1/retrievers/by-vector/execute?return_vectors=true',
      { inputs: { qv: [1, 0] } },
      NS,
    );
    expect(answer.body).toMatchObject({
      execution_id: expect.stringMatching(/^exec_/),
      retriever_id: id,
      status: 'completed',
      documents: [
        { document_id: 'a', score: 1, kind: 'x', vectors: { v: [1, 0] } },
        { document_id: 'b', score: 0, kind: 'y', vectors: { v: [0, 1] } },
      ],
      warnings: [],
      optimization_applied: false,
    });
    const { body } = await call(`GET /v1/retrievers/${id}/executions/${answer.body.execution_id}`, undefined, NS);
    expect(body).toMatchObject({
      status: 'completed',
      stages_completed: 1,
      total_stages: 1,
      documents: [{ document_id: 'a' }, { document_id: 'b' }],
    });
    expect(body.documents[0].vectors).toBeUndefined();
  });

  it('are listed by retriever, newest first', async () => {
    const { call, id, server } = await setupRetriever();
    const made: string[] = [];
    for (const qv of [
      [1, 0],
      [0, 1],
    ]) {
      server.clock.advance(1000);
      made.push((await call(`POST /v1/retrievers/${id}/execute`, { inputs: { qv } }, NS)).body.execution_id);
    }
    const { body } = await call(`POST /v1/retrievers/${id}/executions/list`, {}, NS);
    expect(body.results.map((one: { execution_id: string }) => one.execution_id)).toEqual(made.toReversed());
    expect(body.results[0]).toMatchObject({
      status: 'completed',
      total_processed: 2,
      total_returned: 2,
      query_summary: '{"qv":[0,1]}',
    });
    expect((await call(`POST /v1/retrievers/${id}/executions/list`, { status: 'failed' }, NS)).body.results).toEqual(
      [],
    );
  });

  it('without a stored retriever say so, and are listed by themselves', async () => {
    const { call, server } = await setupSearch(DOCUMENTS);
    const response = await server.fetch('http://local/v1/retrievers/execute?namespace=ns', {
      method: 'POST',
      headers: { authorization: 'Bearer key', 'content-type': 'application/json' },
      body: JSON.stringify({ input_schema: {}, inputs: {}, stages: [everything] }),
    });
    expect(response.headers.get('x-execution-mode')).toBe('adhoc');
    const { execution_id: id, retriever_id: retrieverId } = (await response.json()) as Record<string, unknown>;
    expect(retrieverId).toBeUndefined();
    const list = (await call('POST /v1/retrievers/executions/list?include_total=true', {}, NS)).body;
    expect(list).toMatchObject({
      total: 1,
      results: [{ execution_id: id, execution_mode: 'adhoc', total_returned: 2 }],
    });
    expect((await call(`GET /v1/retrievers/executions/${String(id)}`, undefined, NS)).body).toMatchObject({
      inputs: '{}',
      inputs_hash: expect.any(String),
    });
    expect(
      (await call('POST /v1/retrievers/executions/list', { start_time: '2027-01-01T00:00:00Z' }, NS)).body.results,
    ).toEqual([]);
  });

  it('see documents that a lagging reader does not, with a write token', async () => {
    const searcher = await setupSearch([], { options: { lagMs: 10_000 } });
    const { call, server, run } = searcher;
    const { body: written } = await call('POST /v1/namespaces/ns/documents/upsert', {
      documents: DOCUMENTS,
      options: { write_token: true },
    });
    const stages = [featureSearch({ searches: [byVector([1, 0])] })];
    expect((await run(stages)).body.documents).toEqual([]);
    expect((await run(stages, {}, { 'x-write-token': written.write_token })).body.documents).toHaveLength(2);
    server.clock.advance(10_000);
    expect((await run(stages)).body.documents).toHaveLength(2);
  });
});

describe('batches', () => {
  it('answer each query by its place, errors included', async () => {
    const { call, id } = await setupRetriever();
    const queries = [
      { inputs: { qv: [1, 0] } },
      { inputs: { qv: [1] } },
      { inputs: { qv: [0, 1] }, filters: { kind: 'y' } },
      {},
    ];
    const { status, body } = await call(
      `POST /v1/retrievers/${id}/execute/batch`,
      { queries, settings: { limit: 1 } },
      NS,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ retriever_id: id, total_queries: 4, succeeded: 2, failed: 2 });
    expect(body.results).toMatchObject([
      { query_index: 0, status: 'completed', documents: [{ document_id: 'a' }], error: null },
      { query_index: 1, status: 'failed', documents: [], error: { code: 'vector_dimension_mismatch' } },
      { query_index: 2, status: 'completed', documents: [{ document_id: 'b' }] },
      { query_index: 3, status: 'failed', error: { code: 'missing_input' } },
    ]);
  });

  it('take from 1 to 50 queries', async () => {
    const { call, id } = await setupRetriever();
    const send = (count: number) =>
      call(
        `POST /v1/retrievers/${id}/execute/batch`,
        { queries: Array.from({ length: count }, () => ({ inputs: { qv: [1, 0] } })) },
        NS,
      );
    expect([(await send(0)).status, (await send(50)).status, (await send(51)).status]).toEqual([422, 200, 422]);
  });

  it('stream each answer as it comes', async () => {
    const { server, id } = await setupRetriever();
    const response = await server.fetch(`http://local/v1/retrievers/${id}/execute/batch`, {
      method: 'POST',
      headers: { authorization: 'Bearer key', 'content-type': 'application/json', ...NS },
      body: JSON.stringify({ queries: [{ inputs: { qv: [1, 0] } }, {}], stream: true }),
    });
    const frames = (await response.text()).split('\n\n').filter((frame) => frame.startsWith('data: '));
    const events = frames.map((frame) => JSON.parse(frame.slice(6)));
    expect(events.map((event) => event.event_type).sort()).toEqual(['batch_complete', 'query_complete', 'query_error']);
    expect(events.at(-1)).toEqual({ event_type: 'batch_complete', total_queries: 2, succeeded: 1, failed: 1 });
  });
});

describe('explain', () => {
  it('estimates from the counts there are, and runs nothing', async () => {
    const { call } = await setupSearch(DOCUMENTS);
    const stages = [
      featureSearch({ searches: [byVector([1, 0])] }, { pre_filters: { kind: 'x' } }),
      stage('limit', { limit: 5 }),
    ];
    const { body: made } = await call(CREATE, { retriever_name: 'r', stages }, NS);
    const { status, body } = await call('POST /v1/retrievers/r/execute/explain', { inputs: {} }, NS);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      retriever_id: made.retriever_id,
      total_estimated_stages: 2,
      execution_plan: [
        {
          stage_index: 0,
          stage_type: 'feature_search',
          estimated_input: 2,
          estimated_output: 1,
          estimated_efficiency: 0.5,
          warnings: [expect.stringContaining('"kind"')],
        },
        { stage_index: 1, stage_type: 'limit', estimated_input: 1, estimated_output: 1 },
      ],
      bottleneck_stages: ['limit'],
    });
    expect((await call('POST /v1/retrievers/r/executions/list', {}, NS)).body.results).toEqual([]);
  });
});

describe('explain with inputs left out', () => {
  it('counts with the defaults of the parameters', async () => {
    const { call } = await setupSearch(DOCUMENTS);
    const stages = [everything, stage('limit', { limit: '{{INPUT.most}}' })];
    await call(CREATE, { retriever_name: 'r', stages, input_schema: { most: { type: 'integer' } } }, NS);
    const plan = async (inputs: object) =>
      (await call('POST /v1/retrievers/r/execute/explain', { inputs }, NS)).body.execution_plan[1].estimated_output;
    expect([await plan({}), await plan({ most: 1 })]).toEqual([2, 1]);
  });
});

describe('the list of stages', () => {
  it('has every documented stage, says which are here, and gives their parameters', async () => {
    const { call } = setup();
    const { body } = await call('GET /v1/retrievers/stages');
    expect(body).toHaveLength(31);
    const here = body
      .filter((one: { available: boolean }) => one.available)
      .map((one: { stage_id: string }) => one.stage_id);
    expect(here.sort()).toEqual([
      'attribute_filter',
      'feature_search',
      'limit',
      'mmr',
      'sort_attribute',
      'sort_relevance',
    ]);
    const search = body.find((one: { stage_id: string }) => one.stage_id === 'feature_search');
    expect(search.parameter_schema.properties.final_top_k).toMatchObject({ minimum: 1, maximum: 500, default: 25 });
    expect(search.parameter_schema.$defs).toHaveProperty('StageDefsFeatureSearchConfig');
  });

  it('is filtered by category', async () => {
    const { call } = setup();
    const { body } = await call('GET /v1/retrievers/stages?category=sort');
    expect(body.map((one: { stage_id: string }) => one.stage_id)).toEqual([
      'mmr',
      'rerank',
      'score_normalize',
      'sort_attribute',
      'sort_relevance',
    ]);
  });
});
