import { expect, it } from 'vitest';
import { setupSearch, type Searcher } from '../../retriever/search.js';

const HOUR = 3_600_000;
const DOCUMENTS = [
  { document_id: 'a', vectors: { v: [1, 0] }, payload: { price: 3, brand: 'north', day: '2026-02-01' } },
  { document_id: 'b', vectors: { v: [0, 1] }, payload: { price: 2.5, brand: 'south' } },
];

const filtering = (...fields: string[]) => ({
  AND: fields.map((field) => ({ field, operator: 'exists', value: true })),
});

async function search({ run }: Searcher, times: number, ...fields: string[]): Promise<void> {
  const parameters = { searches: [{ feature_uri: 'v', query: { input_mode: 'vector', value: [1, 0] } }] };
  const config = { stage_id: 'feature_search', parameters, pre_filters: filtering(...fields) };
  for (let n = 0; n < times; n++) {
    const { status, body } = await run([{ stage_name: 'search', config }]);
    if (status !== 200) throw new Error(JSON.stringify(body));
  }
}

async function indexes({ call }: Searcher): Promise<Record<string, string>> {
  const { body } = await call('GET /v1/namespaces/ns');
  const entries = body.payload_indexes.map((index: { field_name: string; type: string }) => [
    index.field_name,
    index.type,
  ]);
  return Object.fromEntries(entries);
}

it('indexes what more than 100 queries filter by within 24 hours, at the next check of every 6 hours', async () => {
  const searcher = await setupSearch(DOCUMENTS);
  await search(searcher, 101, 'price', 'brand', 'day');
  await search(searcher, 100, 'rare');
  searcher.server.clock.advance(6 * HOUR - 1);
  expect(await indexes(searcher)).toEqual({});
  searcher.server.clock.advance(1);
  expect(await indexes(searcher)).toEqual({ price: 'float', brand: 'keyword', day: 'datetime' });
  const { body } = await searcher.run([
    {
      stage_name: 'filter',
      config: {
        stage_id: 'attribute_filter',
        parameters: { conditions: { field: 'brand', operator: 'eq', value: 'north' } },
      },
    },
  ]);
  expect(body.warnings ?? []).toEqual([]);
});

it('counts queries of the last 24 hours only', async () => {
  const searcher = await setupSearch(DOCUMENTS);
  await search(searcher, 60, 'price');
  searcher.server.clock.advance(24 * HOUR);
  await search(searcher, 60, 'price');
  searcher.server.clock.advance(6 * HOUR);
  expect(await indexes(searcher)).toEqual({});
  await search(searcher, 41, 'price');
  searcher.server.clock.advance(6 * HOUR);
  expect(await indexes(searcher)).toEqual({ price: 'float' });
});

it('does nothing for a namespace that does not want it', async () => {
  const searcher = await setupSearch(DOCUMENTS, { fields: { auto_create_indexes: false } });
  await search(searcher, 101, 'price');
  searcher.server.clock.advance(6 * HOUR);
  expect(await indexes(searcher)).toEqual({});
});
