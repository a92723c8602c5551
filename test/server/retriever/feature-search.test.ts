import { describe, expect, it } from 'vitest';
import { bruteForce } from '../engine/brute-force.js';
import { randomVector, seeded } from '../engine/seeded.js';
import { byVector, everything, featureSearch, setupSearch } from './search.js';

const DOCUMENTS = [
  { document_id: 'a', vectors: { v: [1, 0], w: [0, 1] }, payload: { body: 'red apple pie', kind: 'food', price: 3 } },
  { document_id: 'b', vectors: { v: [0.8, 0.6], w: [1, 0] }, payload: { body: 'green apple', kind: 'food', price: 2 } },
  { document_id: 'c', vectors: { v: [0, 1] }, payload: { body: 'red car', kind: 'thing', price: 9 } },
  { document_id: 'd', vectors: {}, payload: { body: 'apple apple apple', kind: 'logo' } },
];

const WITH_TEXT = {
  fields: {
    payload_indexes: [
      { field_name: 'body', type: 'text' },
      { field_name: 'kind', type: 'keyword' },
    ],
  },
};

async function setupText() {
  const searcher = await setupSearch(DOCUMENTS, WITH_TEXT);
  await searcher.call('POST /v1/namespaces/ns/ensure-indexes');
  return searcher;
}

describe('vector queries', () => {
  it.each(['cosine', 'dot', 'euclidean'] as const)('find what brute force finds (%s)', async (metric) => {
    const seed = 7;
    const random = seeded(seed);
    const vectors = new Map(Array.from({ length: 120 }, (_, n) => [`doc-${n}`, randomVector(random, 8)]));
    const documents = [...vectors].map(([id, vector]) => ({
      document_id: id,
      vectors: { v: [...vector] },
      payload: {},
    }));
    const { run } = await setupSearch(documents, { fields: { vector_configs: [{ name: 'v', dimension: 8, metric }] } });
    const query = [...randomVector(random, 8)];
    const { body } = await run([featureSearch({ searches: [byVector(query, { top_k: 20 })], final_top_k: 20 })]);
    const expected = bruteForce(vectors, [query], metric).slice(0, 20);
    expect(
      body.documents.map((one: { document_id: string }) => one.document_id),
      `seed ${seed}`,
    ).toEqual(expected.map(({ id }) => id));
    body.documents.forEach((one: { score: number }, rank: number) =>
      expect(one.score).toBeCloseTo(expected[rank]?.score ?? NaN, 4),
    );
  });

  it('take several vectors, and a document counts by the nearest', async () => {
    const { run } = await setupSearch(DOCUMENTS);
    const { body } = await run([
      featureSearch({
        searches: [
          byVector([
            [1, 0],
            [0, 1],
          ]),
        ],
      }),
    ]);
    expect(
      body.documents.map(({ document_id: id, score }: { document_id: string; score: number }) => [id, score]),
    ).toEqual([
      ['a', 1],
      ['c', 1],
      ['b', expect.closeTo(0.8, 6)],
    ]);
  });

  it('take the vector of a document', async () => {
    const { ids, run } = await setupSearch(DOCUMENTS);
    const search = (id: string) => [
      featureSearch({
        searches: [{ feature_uri: 'v', query: { input_mode: 'document', document_ref: { document_id: id } } }],
      }),
    ];
    expect(await ids(search('c'))).toEqual(['c', 'b', 'a']);
    expect(await run(search('x'))).toMatchObject({ status: 404 });
    expect((await run(search('d'))).body.error.code).toBe('document_without_vector');
  });

  it('find the index by the last part of a feature URI', async () => {
    const { ids } = await setupSearch(DOCUMENTS);
    expect(
      await ids([featureSearch({ searches: [byVector([1, 0], { feature_uri: 'mixpeek://some_extractor@v1/w' })] })]),
    ).toEqual(['b', 'a']);
  });

  it('drop low scores, keep top_k and final_top_k', async () => {
    const { ids } = await setupSearch(DOCUMENTS);
    expect(await ids([featureSearch({ searches: [byVector([1, 0], { min_score: 0.5 })] })])).toEqual(['a', 'b']);
    expect(await ids([featureSearch({ searches: [byVector([1, 0], { top_k: 1 })] })])).toEqual(['a']);
    expect(await ids([featureSearch({ searches: [byVector([1, 0])], final_top_k: 2 })])).toEqual(['a', 'b']);
  });

  it('keep to filters of the search, the stage and the request, and warn of fields without an index', async () => {
    const { run } = await setupSearch(DOCUMENTS, WITH_TEXT);
    const stages = [
      featureSearch(
        { searches: [byVector([1, 0], { filters: { field: 'price', operator: 'gte', value: 2 } })] },
        { pre_filters: { kind: 'food' } },
      ),
    ];
    const { body } = await run(stages, { filters: { AND: [{ field: 'price', operator: 'lt', value: 3 }] } });
    expect(body.documents.map((one: { document_id: string }) => one.document_id)).toEqual(['b']);
    expect(body.warnings).toEqual([expect.stringContaining('"price"')]);
  });
});

describe('empty queries', () => {
  const stages = (onEmpty: string | null) => [
    featureSearch({ searches: [byVector('{{INPUT.q}}', { on_empty: onEmpty }), byVector([0, 1], { top_k: 1 })] }),
  ];
  const request = { input_schema: { q: { type: 'array' } } };

  it('are refused by default', async () => {
    const { run } = await setupSearch(DOCUMENTS);
    const { status, body } = await run(stages(null), request);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      code: 'empty_query',
      message: expect.stringContaining('stages[0].config.parameters.searches[0].query'),
    });
  });

  it('leave the search out with skip, unless all are', async () => {
    const { ids, run } = await setupSearch(DOCUMENTS);
    expect(await ids(stages('skip'), request)).toEqual(['c']);
    const { body } = await run([featureSearch({ searches: [byVector([], { on_empty: 'skip' })] })]);
    expect(body.error.code).toBe('empty_query');
  });

  it('give arbitrary documents with random', async () => {
    const { ids } = await setupSearch(DOCUMENTS);
    const found = await ids([featureSearch({ searches: [byVector([], { on_empty: 'random', top_k: 3 })] })]);
    expect(new Set(found).size).toBe(3);
  });
});

describe('words', () => {
  it('are found by BM25 over the text indexes', async () => {
    const { ids } = await setupText();
    expect(await ids([featureSearch({ lexical: { query: 'apple' } })])).toEqual(['d', 'b', 'a']);
  });

  it('need a text index', async () => {
    const { run } = await setupSearch(DOCUMENTS);
    const { status, body } = await run([featureSearch({ lexical: { query: 'apple' } })]);
    expect(status).toBe(400);
    expect(body.error.code).toBe('text_index_missing');
  });

  it('join vectors by reciprocal rank', async () => {
    const { run } = await setupText();
    const { body } = await run([
      featureSearch({ searches: [byVector([1, 0])], lexical: { query: 'apple' }, fusion: 'rrf' }),
    ]);
    const scores = Object.fromEntries(
      body.documents.map((one: { document_id: string; score: number }) => [one.document_id, one.score]),
    );
    expect(Object.keys(scores)).toEqual(['a', 'b', 'd', 'c']);
    expect(scores['a']).toBeCloseTo(1 / 61 + 1 / 63, 9);
    expect(scores['b']).toBeCloseTo(1 / 62 + 1 / 62, 9);
  });

  it.each(['dbsf', 'weighted', 'max'])('join vectors by %s', async (fusion) => {
    const { ids } = await setupText();
    const stages = [
      featureSearch({ searches: [byVector([1, 0], { weight: 0.9 })], lexical: { query: 'red', weight: 0.1 }, fusion }),
    ];
    expect(new Set(await ids(stages))).toEqual(new Set(['a', 'b', 'c']));
  });
});

describe('filters alone', () => {
  it('list the documents that pass, by id, with score 0', async () => {
    const { run } = await setupSearch(DOCUMENTS);
    const { body } = await run([
      featureSearch({ searches: [] }, { pre_filters: { field: 'body', operator: 'text', value: 'apple' } }),
    ]);
    expect(
      body.documents.map(({ document_id: id, score }: { document_id: string; score: number }) => [id, score]),
    ).toEqual([
      ['a', 0],
      ['b', 0],
      ['d', 0],
    ]);
  });

  it('are needed when nothing else is searched', async () => {
    const { run } = await setupSearch(DOCUMENTS);
    expect((await run([featureSearch({})])).body.error.code).toBe('nothing_to_search');
  });
});

describe('groups and facets', () => {
  it('keep the best documents per value', async () => {
    const { ids } = await setupSearch(DOCUMENTS);
    const search = (groupBy: object) => [
      featureSearch({ searches: [byVector([1, 0])], group_by: { field: 'kind', ...groupBy } }),
    ];
    expect(await ids(search({}))).toEqual(['a', 'c']);
    expect(await ids(search({ max_per_group: 2 }))).toEqual(['a', 'b', 'c']);
    expect(await ids(search({ max_per_group: 2, output_mode: 'first' }))).toEqual(['a', 'c']);
    expect(await ids(search({ limit: 1 }))).toEqual(['a']);
  });

  it('count values over everything that passes the filters', async () => {
    const { run } = await setupSearch(DOCUMENTS);
    const { body } = await run([
      featureSearch({ searches: [byVector([1, 0], { top_k: 1 })], facets: [{ key: 'kind', limit: 2 }] }),
    ]);
    expect(body.facets).toEqual({
      kind: [
        { value: 'food', count: 2 },
        { value: 'logo', count: 1 },
      ],
    });
  });
});

describe('text queries', () => {
  const text = (query: object) => [featureSearch({ searches: [{ feature_uri: 'v', query }] })];

  it('say what to do where no inference service is mapped', async () => {
    const { run } = await setupSearch(DOCUMENTS);
    const { status, body } = await run(text({ input_mode: 'text', value: 'apple' }));
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      code: 'inference_not_configured',
      message: expect.stringMatching(/[Pp]romote.*"vector"/),
    });
  });

  it('are embedded after promotion', async () => {
    const words = ['apples and pears', 'a red sports car', 'the weather in spring'];
    const { run, call, upsert } = await setupSearch([], { fields: { vector_configs: [{ name: 'v', dimension: 64 }] } });
    const vector_mappings = [{ existing_index: 'v', inference_service: 'any' }];
    await call('POST /v1/namespaces/ns/promote', { vector_mappings });
    const { embedLexically } = await import('../../../src/server/embed/lexical.js');
    await upsert(
      words.map((body, n) => ({
        document_id: `d${n}`,
        vectors: { v: [...embedLexically(body, 64)] },
        payload: { body },
      })),
    );
    const { body } = await run(text({ input_mode: 'text', value: 'red car' }));
    expect(body.documents[0].body).toBe('a red sports car');
    const refused = await run(text({ input_mode: 'content', value: 'https://example.com/cat.png' }));
    expect(refused.body.error.code).toBe('content_not_supported');
  });
});

describe('the answer', () => {
  it('has payload fields at the top level, taken names under payload, and vectors when asked', async () => {
    const { run } = await setupSearch([
      {
        document_id: 'a',
        vectors: { v: [1, 0] },
        payload: { title: 'A', score: 'high', payload: 1, document_id: 'other' },
      },
    ]);
    const stages = [featureSearch({ searches: [byVector([1, 0])] })];
    const { body } = await run(stages, { return_vectors: true });
    expect(body.documents).toEqual([
      {
        document_id: 'a',
        score: 1,
        title: 'A',
        payload: { score: 'high', payload: 1, document_id: 'other' },
        vectors: { v: [1, 0] },
      },
    ]);
    expect((await run(stages)).body.documents[0].vectors).toBeUndefined();
  });

  it('is empty for a namespace without documents', async () => {
    const { run } = await setupSearch([], { fields: { vector_configs: [{ name: 'v', dimension: 2 }] } });
    expect((await run([featureSearch({ searches: [byVector([1, 0])] })])).body.documents).toEqual([]);
    expect((await run([everything])).body.pagination).toMatchObject({ total: 0, has_more: false, cursor: null });
  });
});
