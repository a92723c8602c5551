import { expect } from 'vitest';
import type { World } from '../ways.js';

const COUNT = 7;
const names = Array.from({ length: COUNT }, (_, at) => `item-${at}`);

/** Every list, two items a page, gives every item once; so does an execution. */
export async function iterateLists({ connect }: World): Promise<void> {
  const mp = connect({ namespace: names[0] ?? '' });
  for (const name of names) await mp.namespaces.create({ namespace_id: name });
  await mp.namespaces.documents.upsert({
    documents: names.map((name, at) => ({ document_id: name, vectors: { v: [1, at] } })),
  });
  const search = {
    stage_name: 'search',
    config: {
      stage_id: 'feature_search' as const,
      parameters: { searches: [{ feature_uri: 'v', query: { input_mode: 'vector' as const, value: [1, 0] } }] },
    },
  };
  for (const name of names) await mp.retrievers.create({ retriever_name: name, stages: [search] });
  const documents = await collect(mp.documents.list({ limit: 2 }));
  expect(documents.map(({ document_id: id }) => id)).toEqual(names);

  const namespaces = await collect(mp.namespaces.list({ limit: 2 }));
  expect(namespaces.map(({ namespace_id: id }) => id).sort()).toEqual(names);

  const retrievers = await collect(mp.retrievers.list({ limit: 2 }));
  expect(retrievers.map(({ retriever_name: name }) => name).sort()).toEqual(names);

  const hits = await collect(mp.retrievers.execute('item-3', { pagination: { method: 'cursor', limit: 2 } }));
  expect(hits.map(({ document_id: id }) => id)).toEqual(names);
  // Only a cursor says where to go on; a list cut short must not look like a whole one.
  const byNumber = mp.retrievers.execute('item-3', { pagination: { method: 'offset', page_size: 2 } });
  await expect(collect(byNumber)).rejects.toThrow('names no position');

  const executions = await collect(mp.retrievers.executions.list('item-3', { limit: 2 }));
  expect(executions.length).toBeGreaterThanOrEqual(2);
  expect(new Set(executions.map(({ execution_id: id }) => id)).size).toBe(executions.length);

  const first = await mp.documents.list({ limit: 2 });
  expect([first.items.length, first.hasNextPage]).toEqual([2, true]);
  expect(await mp.documents.list({ limit: 2 }).toArray({ max: 3 })).toHaveLength(3);
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
