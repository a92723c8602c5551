import { expect } from 'vitest';
import type { types } from '../../../src/index.js';
import type { World } from '../ways.js';
import { refusal } from './refusal.js';

const namespace = 'shop';

/** Near by words, far by pictures. */
const OTHERS = Array.from({ length: 10 }, (_, index) => ({
  document_id: `other-${index}`,
  vectors: { text: [0.9, 0.436], image: [0.1, 0.995] },
  payload: { title: 'Another' },
}));

/** Words and pictures disagree: what is first by one is last by the other. */
const DOCUMENTS = [
  ...OTHERS,
  { document_id: 'words', vectors: { text: [1, 0], image: [0, 1] }, payload: { title: 'By words', cost: 3 } },
  { document_id: 'middle', vectors: { text: [0.8, 0.6], image: [0.6, 0.8] }, payload: { title: 'Between', cost: 4 } },
  { document_id: 'picture', vectors: { text: [0, 1], image: [1, 0] }, payload: { title: 'By picture', cost: 5 } },
];

const search = (feature: string) =>
  ({
    feature_uri: feature,
    query: { input_mode: 'vector', value: '{{INPUT.qv}}' },
    top_k: 50,
  }) as const;

const RETRIEVER: types.CreateRetrieverRequest = {
  retriever_name: 'mixed',
  input_schema: { qv: { type: 'array', required: true }, user_id: { type: 'string' } },
  stages: [
    {
      stage_name: 'both',
      config: {
        stage_id: 'feature_search',
        parameters: { searches: [search('text'), search('image')], fusion: 'learned', final_top_k: 3 },
      },
    },
  ],
};

async function setupShop({ connect }: World) {
  const mp = connect({ namespace });
  await mp.namespaces.create({ namespace_id: namespace, mode: 'standalone' });
  await mp.namespaces.documents.upsert({ documents: DOCUMENTS });
  await mp.retrievers.create(RETRIEVER);
  return mp;
}

/** Published, found and searched by a page that has no key but the public one, and told what came of it. */
export async function publishAndSearch(world: World): Promise<void> {
  const mp = await setupShop(world);
  const published = await mp.retrievers.publish('mixed', {
    display_name: 'Our Shop',
    display_config: {
      title: 'Our Shop',
      inputs: [{ field_name: 'qv', field_schema: { type: 'array' }, label: 'Like this' }],
      exposed_fields: ['title'],
    },
  });
  expect(published.public_api_key).toMatch(/^ret_sk_/);

  const anyone = world.connect({ apiKey: undefined, namespace: undefined });
  const names: string[] = [];
  for await (const item of anyone.public.retrievers.list({ page_size: 1 })) names.push(item.public_name);
  expect(names).toEqual(['our-shop']);
  const { public_api_key: publicKey, display_config: display } = await anyone.public.retrievers.config('our-shop');
  expect(display.title).toBe('Our Shop');
  await expect(anyone.public.retrievers.execute('our-shop', { inputs: { qv: [1, 0] } })).rejects.toMatchObject({
    code: 'missing_public_key',
  });

  const page = world.connect({ apiKey: undefined, namespace: undefined, publicKey: publicKey ?? '' });
  const found = await page.public.retrievers.execute('our-shop', { inputs: { qv: [1, 0] } });
  expect(found.documents).toHaveLength(3);
  for (const document of found.documents)
    expect(Object.keys(document).sort()).toEqual(['document_id', 'score', 'title']);

  const events: string[] = [];
  for await (const event of await page.public.retrievers.execute('our-shop', {
    inputs: { qv: [1, 0] },
    stream: true,
  })) {
    events.push(event.event_type);
  }
  expect(events).toEqual(['stage_start', 'stage_complete', 'execution_complete']);

  await page.public.retrievers.interactions.create('our-shop', {
    document_id: 'words',
    interaction_type: ['click'],
    position: 0,
    execution_id: found.execution_id,
    'X-Session-ID': 'visit-1',
  });
  const told = await mp.retrievers.interactions.list({ session_id: 'visit-1' });
  expect(told.results).toMatchObject([{ feature_id: 'words', query_snapshot: { qv: [1, 0] } }]);

  for (const { headers } of world.server.requests.list().filter(({ path }) => path.startsWith('/v1/public/'))) {
    expect(headers).not.toHaveProperty('authorization');
  }
  await mp.retrievers.unpublish('mixed');
  expect(await refusal(page.public.retrievers.execute('our-shop', { inputs: { qv: [1, 0] } }))).toMatchObject({
    status: 404,
  });
}

/** What people choose moves the weights, and with them the order; whoever opted out sees none of it. */
export async function learnFromChoices(world: World): Promise<void> {
  const mp = await setupShop(world);
  await mp.retrievers.learnedFusion.enable('mixed');
  await mp.retrievers.learnedFusion.optOut('mixed', 'careful');
  const search = (user: string) => mp.retrievers.execute('mixed', { inputs: { qv: [1, 0], user_id: user } });
  for (let visit = 0; visit < 30; visit++) {
    const { execution_id: execution } = await search('visitor');
    await mp.retrievers.interactions.create({
      feature_id: 'picture',
      interaction_type: ['click'],
      position: 2,
      execution_id: execution,
      user_id: 'visitor',
    });
  }
  const { weights, level } = await mp.retrievers.learnedFusion.userWeights('mixed', 'visitor');
  expect(level).toBe('user');
  expect(weights['image']).toBeGreaterThan(0.85);
  const first = async (user: string) => (await search(user)).documents[0]?.document_id;
  expect(await first('visitor')).toBe('picture');
  // Equal weights, and scores brought to 0..1: the document that is good by both wins.
  expect(await first('careful')).toBe('middle');

  const dataset = await mp.retrievers.evaluations.generateFromInteractions('mixed', { dataset_name: 'clicks' });
  expect(dataset.query_count).toBe(1);
  const { evaluation_id: id, task_id: task } = await mp.retrievers.evaluations.create('mixed', {
    dataset_name: 'clicks',
  });
  await mp.tasks.wait(task);
  const { overall_metrics: metrics } = await mp.retrievers.evaluations.get('mixed', id);
  expect(metrics?.['recall']).toBe(1);
}
