import { expect } from 'vitest';
import type { Mixpeek, types } from '../../../src/index.js';
import type { ServerOptions } from '../../../src/server/index.js';
import type { World } from '../ways.js';
import { refusal } from './refusal.js';

/** Tasks take a second, so that waiting is seen to be waiting. */
export const ingestionServer: ServerOptions = { taskMs: 1000 };

const namespace = 'library';
const FEATURE = 'mixpeek://text_extractor@v1/multilingual_e5_large_instruct_v1';

const SENTENCES: types.CreateCollectionRequest = {
  collection_name: 'sentences',
  source: { type: 'bucket', bucket_ids: ['articles'] },
  feature_extractor: {
    feature_extractor_name: 'text_extractor',
    version: 'v1',
    parameters: { split_by: 'sentences', chunk_size: 1 },
    input_mappings: { text: 'body' },
    field_passthrough: [{ source_path: 'title' }],
  },
};

async function setup({ connect }: World): Promise<Mixpeek> {
  const mp = connect({ namespace });
  await mp.namespaces.create({
    namespace_name: namespace,
    feature_extractors: [{ feature_extractor_name: 'text_extractor', version: 'v1' }],
  });
  await mp.buckets.create({
    bucket_name: 'articles',
    bucket_schema: { properties: { title: { type: 'string', required: true }, body: { type: 'text' } } },
  });
  return mp;
}

/** Moves the server's clock whenever the client looks, as time would. */
const passing = ({ server }: World) => ({
  pollMs: 1,
  onProgress() {
    server.clock.advance(500);
  },
});

/** Namespace, bucket, object, collection, trigger, retriever, results. */
export async function ingestAndSearch(world: World): Promise<void> {
  const mp = await setup(world);
  const { object_id: object } = await mp.buckets.objects.create('articles', {
    title: 'Rain',
    body: 'Jackets keep you dry. Boots do as well.',
  });
  const { collection_id: collection } = await mp.collections.create(SENTENCES);
  const run = await mp.collections.trigger('sentences');
  expect(run).toMatchObject({ collection_id: collection, object_count: 1 });
  const seen: string[] = [];
  const { onProgress, pollMs } = passing(world);
  const task = await run.wait({
    pollMs,
    onProgress({ status }) {
      seen.push(status);
      onProgress();
    },
  });
  expect(task).toMatchObject({ status: 'COMPLETED', outputs: [{ documents_written: 2 }] });
  expect(seen.slice(0, 2)).toEqual(['PROCESSING', 'PROCESSING']);

  await mp.retrievers.create({
    retriever_name: 'find',
    collection_identifiers: ['sentences'],
    input_schema: { q: { type: 'text', required: true } },
    stages: [
      {
        stage_name: 'search',
        config: {
          stage_id: 'feature_search',
          parameters: {
            searches: [{ feature_uri: FEATURE, query: { input_mode: 'text', value: '{{INPUT.q}}' }, top_k: 1 }],
          },
        },
      },
    ],
  });
  const { documents } = await mp.retrievers.execute('find', { inputs: { q: 'jackets that keep dry' } });
  expect(documents).toMatchObject([{ text: 'Jackets keep you dry.', title: 'Rain', collection_id: collection }]);
  const { ancestors } = await mp.documents.lineage(documents[0]?.document_id ?? '');
  expect(ancestors).toMatchObject([{ kind: 'object', id: object }]);
  const { results } = await mp.collections.documents.list('sentences', { sort: { field: 'chunk_index' } });
  expect(results).toMatchObject([{ text: 'Jackets keep you dry.' }, { text: 'Boots do as well.' }]);
}

/** A batch that another process submitted is taken up by its ids, waited for, and cancelled. */
export async function takeUpBatches(world: World): Promise<void> {
  const mp = await setup(world);
  await mp.collections.create(SENTENCES);
  const { object_id: object = '' } = await mp.buckets.objects.create('articles', { title: 'a', body: 'One. Two.' });
  const create = async () => (await mp.buckets.batches.create('articles', { object_ids: [object] })).batch_id ?? '';

  const first = await create();
  const run = await mp.buckets.batches.submit('articles', first);
  expect([run.batch_id, Object.keys(run).includes('wait')]).toEqual([first, false]);
  const handle = world.connect({ namespace }).buckets.batches.handle('articles', first);
  expect(await handle.wait(passing(world))).toMatchObject({
    status: 'COMPLETED',
    tier_tasks: [{ documents_written: 2 }],
  });
  expect(await mp.tasks.handle(run.task_id).progress()).toMatchObject({ status: 'COMPLETED' });

  const second = await create();
  const stopped = await mp.buckets.batches.submit('articles', second);
  await stopped.cancel();
  await expect(stopped.wait(passing(world))).rejects.toMatchObject({ name: 'TaskFailedError' });
  expect(await mp.buckets.batches.handle('articles', second).progress()).toMatchObject({ status: 'CANCELED' });
  const late = await refusal(Promise.resolve(mp.buckets.batches.handle('articles', second).cancel()));
  expect(late).toMatchObject({ status: 409, code: 'batch_not_running' });
}
