import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Mixpeek } from '../../src/index.js';
import type { ManifestObject } from '../../src/index.js';
import { createServer } from '../../src/server/index.js';

const name = fc.stringMatching(/^[a-z][a-z0-9]{3,10}$/);
const description = fc.option(fc.string({ minLength: 1, maxLength: 40 }), { nil: undefined });

/** Fields that are there or not, without undefined ones. */
const described = <T extends object>(fields: fc.Arbitrary<T>): fc.Arbitrary<T & { description?: string }> =>
  fc.tuple(fields, description).map(([own, text]) => (text === undefined ? own : { ...own, description: text }));

const bucketSchema = fc.dictionary(
  fc.stringMatching(/^[a-z]{2,8}$/),
  fc.record({ type: fc.constantFrom('string', 'integer', 'boolean'), required: fc.boolean() }),
  { minKeys: 0, maxKeys: 3 },
);

const retriever = described(
  fc.record({
    limit: fc.integer({ min: 1, max: 100 }),
    tags: fc.uniqueArray(name, { maxLength: 3 }),
    searches: fc.boolean(),
  }),
);

/** A manifest of one managed and perhaps one standalone namespace, with what stands in them. */
const manifest: fc.Arbitrary<ManifestObject> = fc
  .record({
    namespaces: fc.uniqueArray(name, { minLength: 2, maxLength: 2 }),
    text: description,
    dimension: fc.integer({ min: 1, max: 64 }),
    buckets: fc.array(described(fc.record({ schema: bucketSchema })), { maxLength: 2 }),
    chunkSize: fc.option(fc.integer({ min: 100, max: 500 }), { nil: undefined }),
    retrievers: fc.array(retriever, { maxLength: 2 }),
  })
  .map(({ namespaces: [managed = '', standalone = ''], text, dimension, buckets, chunkSize, retrievers }) => ({
    version: '1.0',
    namespaces: [
      {
        name: managed,
        ...(text === undefined ? {} : { description: text }),
        feature_extractors: [{ name: 'text_extractor', version: 'v1' }],
      },
      { name: standalone, mode: 'standalone', vector_configs: [{ name: 'v', dimension, metric: 'dot' }] },
    ],
    buckets: buckets.map(({ schema, ...others }, index) => ({
      name: `bucket${index}`,
      namespace: managed,
      ...others,
      schema: { properties: { ...schema, text: { type: 'text' } } },
    })),
    collections: buckets.map((_, index) => ({
      name: `collection${index}`,
      namespace: managed,
      source: { type: 'bucket', bucket_ids: [`bucket${index}`] },
      feature_extractor: {
        name: 'text_extractor',
        version: 'v1',
        input_mappings: { text: 'text' },
        ...(chunkSize === undefined
          ? {}
          : { parameters: { extractor_type: 'text_extractor', split_by: 'characters', chunk_size: chunkSize } }),
      },
    })),
    retrievers: retrievers.map(({ limit, searches, ...others }, index) => ({
      name: `retriever${index}`,
      namespace: managed,
      ...others,
      collections: searches && buckets.length > 0 ? ['collection0'] : [],
      stages: [{ stage_name: 'limit', stage_type: 'reduce', config: { stage_id: 'limit', parameters: { limit } } }],
    })),
  }));

const SAME = { to_create: [], in_system_only: [], differences: [] };

describe('a manifest', () => {
  it('that was applied, exported and applied elsewhere changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(manifest, async (wanted) => {
        const servers = [createServer({ seed: 1 }), createServer({ seed: 2 })];
        try {
          const [here, there] = servers.map((server) => new Mixpeek({ apiKey: 'sk_test', fetch: server.fetch }));
          if (here === undefined || there === undefined) throw new Error('There are two servers.');
          expect(await here.manifest.apply(wanted)).toMatchObject({ success: true, failed_count: 0 });
          expect(await here.manifest.diff(wanted)).toEqual(SAME);
          const text = await here.manifest.export();
          expect(await here.manifest.diff(text)).toEqual(SAME);
          expect(await there.manifest.apply(text)).toMatchObject({ success: true, skipped_count: 0 });
          expect(await there.manifest.diff(wanted)).toEqual(SAME);
          expect(await there.manifest.export()).toBe(text);
          expect(await there.manifest.apply(text)).toMatchObject({ created_count: 0 });
        } finally {
          for (const server of servers) await server.close();
        }
      }),
      { numRuns: 12 },
    );
  });
});
