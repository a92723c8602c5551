import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { temporaryFile } from '../model-archive.js';
import type { World } from '../ways.js';

const namespace = 'shop';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function setup({ connect }: World) {
  const mp = connect({ namespace });
  await mp.namespaces.create({ namespace_id: namespace, mode: 'standalone' });
  const { bucket_id: bucketId } = await mp.buckets.create({
    bucket_name: 'products',
    bucket_schema: {
      properties: {
        title: { type: 'string', required: true },
        price: { type: 'number' },
        photo: { type: 'image' },
      },
    },
    unique_key: { fields: ['title'], default_policy: 'upsert' },
  });
  return { mp, bucketId: bucketId ?? '' };
}

/** Files and fields into a bucket, and out again: what ingestion begins with. */
export async function fillBucket(world: World): Promise<void> {
  const { mp, bucketId } = await setup(world);
  const path = temporaryFile('shoe.jpg', 'bytes of a photo');
  const { upload_id: uploadId, ...put } = await mp.buckets.uploads.put('products', path, {
    object_metadata: { title: 'Shoe', price: 60 },
  });
  expect(put).toMatchObject({ status: 'COMPLETED', file_hash: sha256('bytes of a photo') });
  await mp.buckets.objects.create('products', { title: 'Hat', price: 20 });
  await mp.buckets.objects.create('products', { title: 'Hat', price: 25 });

  const titles: unknown[] = [];
  for await (const object of mp.buckets.objects.list('products', { limit: 1, sort: { field: 'price' } })) {
    titles.push([object.title, object.price]);
  }
  expect(titles).toEqual([
    ['Hat', 25],
    ['Shoe', 60],
  ]);
  const { results } = await mp.buckets.objects.aggregate(bucketId, {
    group_by: [{ field: 'status' }],
    aggregations: [{ function: 'sum', field: 'price', alias: 'total' }],
  });
  expect(results).toEqual([{ group: { status: 'DRAFT' }, metrics: { total: 85 } }]);
  expect(await mp.buckets.get('products')).toMatchObject({ object_count: 2, total_size_bytes: 16 });

  const again = await mp.buckets.uploads.put('products', path, { object_metadata: { title: 'Shoe' } });
  expect(again).toMatchObject({ is_duplicate: true, duplicate_of_upload_id: uploadId, object_id: put.object_id });
  await mp.buckets.delete('products');
  await expect(mp.buckets.get('products')).rejects.toMatchObject({ status: 404 });
}
