import { describe, expect, it } from 'vitest';
import { byVector, everything, featureSearch, setupSearch, stage } from './search.js';

const BOOKS = [
  {
    document_id: 'a',
    vectors: { v: [1, 0] },
    payload: { title: 'Ant', year: 2001, meta: { stars: 3 }, tags: ['x', 'y'] },
  },
  {
    document_id: 'b',
    vectors: { v: [0.9, 0.1] },
    payload: { title: 'bee', year: 1999, meta: { stars: 5 }, tags: ['y'] },
  },
  { document_id: 'c', vectors: { v: [0, 1] }, payload: { title: 'Cat', meta: { stars: 5 }, twin: 'Cat' } },
];

describe('attribute_filter', () => {
  it('keeps documents by field, operator and value', async () => {
    const { ids } = await setupSearch(BOOKS);
    expect(
      await ids([everything, stage('attribute_filter', { field: 'meta.stars', operator: 'gte', value: 5 })]),
    ).toEqual(['b', 'c']);
  });

  it('tells upper and lower case apart unless it is told not to', async () => {
    const { ids } = await setupSearch(BOOKS);
    const filter = { field: 'title', operator: 'eq', value: 'cat' };
    expect(await ids([everything, stage('attribute_filter', filter)])).toEqual([]);
    expect(await ids([everything, stage('attribute_filter', { ...filter, case_insensitive: true })])).toEqual(['c']);
  });

  it('takes a tree of conditions', async () => {
    const { ids } = await setupSearch(BOOKS);
    const conditions = {
      OR: [{ field: 'year', operator: 'lt', value: 2000 }, { title: 'Ant' }],
      NOT: { field: 'tags', value: 'x' },
    };
    expect(await ids([everything, stage('attribute_filter', { conditions })])).toEqual(['b']);
  });

  it('compares with fields of the document itself', async () => {
    const { ids } = await setupSearch(BOOKS);
    expect(await ids([everything, stage('attribute_filter', { field: 'title', value: '{{DOC.twin}}' })])).toEqual([
      'c',
    ]);
  });

  it('looks through the whole namespace as first stage, and warns of a field without an index', async () => {
    const { run } = await setupSearch(BOOKS);
    const { body } = await run([stage('attribute_filter', { field: 'year', operator: 'exists', value: true })]);
    expect(body.documents.map((document: { document_id: string }) => document.document_id)).toEqual(['a', 'b']);
    expect(body.warnings).toEqual([expect.stringContaining('"year"')]);
  });

  it('takes templates for the tree and the operator', async () => {
    const { ids } = await setupSearch(BOOKS);
    const input_schema = { where: { type: 'object' }, how: { type: 'string' } };
    const inputs = { where: { title: 'Cat' }, how: 'lt' };
    const tree = stage('attribute_filter', { conditions: '{{INPUT.where}}' });
    expect(await ids([everything, tree], { input_schema, inputs })).toEqual(['c']);
    const single = stage('attribute_filter', { field: 'year', operator: '{{INPUT.how}}', value: 2000 });
    expect(await ids([everything, single], { input_schema, inputs })).toEqual(['b']);
  });

  it('sees scores and what earlier stages computed', async () => {
    const { ids } = await setupSearch(BOOKS);
    const search = featureSearch({ searches: [byVector([1, 0])] });
    expect(await ids([search, stage('attribute_filter', { field: 'score', operator: 'gt', value: 0.5 })])).toEqual([
      'a',
      'b',
    ]);
    const diverse = stage('mmr', { lambda: 1 });
    expect(
      await ids([search, diverse, stage('attribute_filter', { field: 'scores.mmr', operator: 'gte', value: 1 })]),
    ).toEqual(['a']);
  });
});

describe('sorting', () => {
  it('orders by a field, descending unless told otherwise, missing values last', async () => {
    const { ids } = await setupSearch(BOOKS);
    expect(await ids([everything, stage('sort_attribute', { field: 'year' })])).toEqual(['a', 'b', 'c']);
    expect(await ids([everything, stage('sort_attribute', { field: 'year', direction: 'asc' })])).toEqual([
      'b',
      'a',
      'c',
    ]);
    expect(await ids([everything, stage('sort_attribute', { field: 'year', nulls_last: false })])).toEqual([
      'c',
      'a',
      'b',
    ]);
  });

  it('breaks ties by id', async () => {
    const { ids } = await setupSearch(BOOKS);
    expect(await ids([everything, stage('sort_attribute', { field: 'meta.stars' })])).toEqual(['b', 'c', 'a']);
  });

  it('orders by score, a score field, or the score of one index', async () => {
    const { ids } = await setupSearch(BOOKS);
    const search = featureSearch({ searches: [byVector([1, 0])] });
    expect(await ids([search, stage('sort_relevance', { direction: 'asc' })])).toEqual(['c', 'b', 'a']);
    expect(await ids([everything, stage('sort_relevance', { score_field: 'year', missing_score: 'top' })])).toEqual([
      'c',
      'a',
      'b',
    ]);
    const byFeature = stage('sort_relevance', { feature_address: 'v', direction: 'asc' });
    expect(await ids([search, stage('sort_attribute', { field: 'title' }), byFeature])).toEqual(['c', 'b', 'a']);
  });
});

describe('limit', () => {
  it('keeps a slice', async () => {
    const { ids } = await setupSearch(BOOKS);
    expect(await ids([everything, stage('limit', { limit: 1, offset: 1 })])).toEqual(['b']);
    expect(await ids([everything, stage('limit', { offset: 5 })])).toEqual([]);
  });
});

describe('mmr', () => {
  it('prefers a document unlike the one picked before it', async () => {
    const { run } = await setupSearch(BOOKS);
    const search = featureSearch({ searches: [byVector([1, 0.2])] });
    const { body } = await run([search, stage('mmr', { lambda: 0.3, top_k: 2 })]);
    expect(body.documents.map((document: { document_id: string }) => document.document_id)).toEqual(['b', 'c']);
    // The best score counts as 1, and nothing was picked before it.
    expect(body.documents[0].scores.mmr).toBeCloseTo(0.3, 6);
  });

  it('compares by fields', async () => {
    const { ids } = await setupSearch(BOOKS);
    const search = featureSearch({ searches: [byVector([0, 1])] });
    const diverse = stage('mmr', { lambda: 0.1, top_k: 2, diversity_fields: ['meta.stars'] });
    expect(await ids([search, diverse])).toEqual(['c', 'a']);
  });

  it('says what to compare by when nothing was searched', async () => {
    const { run } = await setupSearch(BOOKS);
    const { status, body } = await run([everything, stage('mmr')]);
    expect(status).toBe(400);
    expect(body.error.code).toBe('diversity_undefined');
  });
});

describe('every stage', () => {
  it('applies pre_filters on the way in and post_filters on the way out', async () => {
    const { run } = await setupSearch(BOOKS);
    const config = { pre_filters: { field: 'meta.stars', value: 5 }, post_filters: { field: 'title', value: 'Cat' } };
    const { body } = await run([everything, stage('sort_attribute', { field: 'title' }, config)]);
    expect(body.documents.map((document: { document_id: string }) => document.document_id)).toEqual(['c']);
    expect(body.stage_statistics.stages[1]).toMatchObject({ input_count: 2, output_count: 1, efficiency: 0.5 });
  });

  it('is counted in the statistics', async () => {
    const { run } = await setupSearch(BOOKS);
    const { body } = await run([
      featureSearch({ searches: [byVector([1, 0])], final_top_k: 2 }),
      stage('limit', { limit: 1 }),
    ]);
    expect(body.stage_statistics.stages).toEqual([
      {
        stage_name: 'feature_search',
        stage_id: 'feature_search',
        input_count: 3,
        output_count: 2,
        duration_ms: expect.any(Number),
        efficiency: 2 / 3,
      },
      {
        stage_name: 'limit',
        stage_id: 'limit',
        input_count: 2,
        output_count: 1,
        duration_ms: expect.any(Number),
        efficiency: 0.5,
      },
    ]);
    expect(body.budget).toMatchObject({ credits_used: 0, credits_limit: null });
  });

  it('lets a later search look only among the documents handed to it', async () => {
    const { ids } = await setupSearch(BOOKS);
    const old = stage('attribute_filter', { field: 'meta.stars', operator: 'eq', value: 5 });
    expect(await ids([old, featureSearch({ searches: [byVector([1, 0])] })])).toEqual(['b', 'c']);
  });
});
