import { expect } from 'vitest';
import type { World } from '../ways.js';
import { refusal } from './refusal.js';

const namespace = 'legal-docs';
const DIMENSION = 16;
const mapping = { existing_index: 'text_embedding', inference_service: 'openai_text_3_small' };
const imageIndex = { name: 'image_embedding', dimension: 4, metric: 'cosine' } as const;

const unit = (position: number): number[] => Array.from({ length: DIMENSION }, (_, at) => (at === position ? 1 : 0));

async function setup({ connect }: World) {
  const mp = connect({ namespace });
  await mp.namespaces.create({
    namespace_id: namespace,
    mode: 'standalone',
    vector_configs: [{ name: 'text_embedding', dimension: DIMENSION, metric: 'cosine' }],
  });
  // The page writes through the older name.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- it has to go on working
  await mp.namespaces.documents.direct({
    documents: [
      { document_id: 'lease', vectors: { text_embedding: unit(0) }, payload: { title: 'Lease' } },
      { document_id: 'will', vectors: { text_embedding: unit(1) }, payload: { title: 'Will' } },
    ],
  });
  const nearest = async () => {
    const queries = [{ vector_name: 'text_embedding', vector: unit(0), top_k: 5 }];
    const { documents } = await mp.search({ queries });
    return documents.map(({ document_id: id, score }) => ({ id, score }));
  };
  return { mp, nearest };
}

/** Load, validate the search, promote, go on: data and scores stay as they were. */
export async function promoteWorkflow(world: World): Promise<void> {
  const { mp, nearest } = await setup(world);
  const before = await nearest();
  expect(before).toEqual([
    { id: 'lease', score: 1 },
    { id: 'will', score: 0 },
  ]);

  const promoted = await mp.namespaces.promote({
    vector_mappings: [mapping],
    add_vectors: [{ ...imageIndex, inference_service: 'clip_vit_b32' }],
  });
  expect(promoted).toEqual({
    namespace_id: namespace,
    previous_mode: 'standalone',
    mode: 'managed',
    status: 'active',
    vector_configs: [{ name: 'text_embedding', dimension: DIMENSION, metric: 'cosine' }, imageIndex],
    vector_inference_map: { text_embedding: 'openai_text_3_small', image_embedding: 'clip_vit_b32' },
  });
  expect(await nearest()).toEqual(before);
  expect(await mp.namespaces.get()).toMatchObject({
    mode: 'managed',
    document_count: 2,
    vector_inference_map: promoted.vector_inference_map,
  });

  const { documents } = await mp.search({ queries: [{ vector_name: 'text_embedding', text: 'a lease', top_k: 5 }] });
  expect(documents).toHaveLength(2);

  // Direct writes go on, into old and new indexes, under both names.
  const both = { text_embedding: unit(2), image_embedding: [1, 0, 0, 0] };
  await mp.namespaces.documents.upsert({ documents: [{ document_id: 'deed', vectors: both }] });
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- it has to go on working
  await mp.namespaces.documents.direct({ documents: [{ document_id: 'bond', vectors: both }] });
  expect(await mp.namespaces.get()).toMatchObject({ document_count: 4 });
}

export async function promoteOnce(world: World): Promise<void> {
  const { mp } = await setup(world);
  await mp.namespaces.promote({ vector_mappings: [mapping] });
  const again = await refusal(mp.namespaces.promote({ vector_mappings: [mapping] }));
  expect([again.status, again.code]).toEqual([409, 'namespace_not_standalone']);

  await mp.namespaces.create({
    namespace_name: 'managed-docs',
    mode: 'managed',
    feature_extractors: [{ feature_extractor_name: 'text_extractor', version: 'v1' }],
  });
  const managed = await refusal(mp.namespaces.promote('managed-docs'));
  expect([managed.status, managed.code]).toEqual([409, 'namespace_not_standalone']);
}

/** Whatever is wrong in a promotion, nothing of it happens. */
export async function promoteAtomically(world: World): Promise<void> {
  const { mp } = await setup(world);
  const before = await mp.namespaces.get();
  const unknown = await refusal(
    mp.namespaces.promote({
      vector_mappings: [mapping, { existing_index: 'txt_embedding', inference_service: 'x' }],
      add_vectors: [imageIndex],
    }),
  );
  expect(unknown).toMatchObject({
    status: 400,
    code: 'unknown_vector_index',
    details: { index: 'txt_embedding', available: ['text_embedding'] },
  });
  expect(unknown.message).toContain('Available: text_embedding');

  const clash = await refusal(
    mp.namespaces.promote({
      vector_mappings: [mapping],
      add_vectors: [imageIndex, { ...imageIndex, name: 'text_embedding' }],
    }),
  );
  expect([clash.status, clash.code]).toEqual([409, 'vector_index_exists']);
  expect(clash.message).toContain('"text_embedding"');

  expect(await mp.namespaces.get()).toEqual(before);
  expect(before).toMatchObject({ mode: 'standalone', vector_inference_map: null });
}

/** Both lists are optional, alone and together. */
export async function promoteWithLess(world: World): Promise<void> {
  const { mp } = await setup(world);
  const create = async (id: string) => {
    await mp.namespaces.create({ namespace_id: id, vector_configs: [{ name: 'text_embedding', dimension: 2 }] });
    return id;
  };
  const bare = await mp.namespaces.promote(await create('bare'));
  expect(bare).toMatchObject({ mode: 'managed', vector_inference_map: {} });
  const mapped = await mp.namespaces.promote(await create('mapped'), { vector_mappings: [mapping] });
  expect(mapped.vector_inference_map).toEqual({ text_embedding: 'openai_text_3_small' });
  const added = await mp.namespaces.promote(await create('added'), { add_vectors: [imageIndex] });
  expect(added.vector_configs.map(({ name }) => name)).toEqual(['text_embedding', 'image_embedding']);
  expect(added.vector_inference_map).toEqual({});
}
