import { describe, expect, it } from 'vitest';
import { bodyOf, observeClient, setupClient } from '../helpers/client.js';
import { json } from '../helpers/fetch.js';
import type { UpsertDocument } from '../../src/generated/schemas.js';

const written = json({ inserted: 1, document_ids: ['d'], namespace_id: 'ns' });

describe('namespaces.documents.upsert', () => {
  it('gives an id to documents without one, so that a retry writes the same ones', async () => {
    const { mp, requests, clock } = observeClient([json({}, { status: 503 }), written], { maxRetries: 1 });
    const documents: UpsertDocument[] = [{ vectors: { v: [1] } }, { document_id: 'mine', vectors: { v: [2] } }];
    await clock.drive(Promise.resolve(mp.namespaces.documents.upsert({ documents })));
    const sent = requests.map((request) => bodyOf(request).documents as { document_id: string }[]);
    expect(sent[0]?.[0]?.document_id).toMatch(/^doc_[0-9a-f-]{36}$/);
    expect(sent[0]?.[1]?.document_id).toBe('mine');
    expect(sent[1]).toEqual(sent[0]);
    expect(documents[0]).toEqual({ vectors: { v: [1] } });
  });

  it('asks for a write token unless told otherwise', async () => {
    const { mp, requests } = observeClient(written);
    const documents = [{ document_id: 'd', vectors: { v: [1] } }];
    await mp.namespaces.documents.upsert({ documents });
    await mp.namespaces.documents.upsert({ documents, options: { write_token: false } });
    await mp.namespaces.documents.upsert({ documents }, { consistency: 'eventual' });
    expect(requests.map((request) => bodyOf(request).options)).toEqual([
      { write_token: true },
      { write_token: false },
      undefined,
    ]);
  });

  it('rounds number[] to float32 unless the client or the call asks for float64', async () => {
    const vector = [0.1 + 0.2, 1 / 3];
    const documents = [{ document_id: 'd', vectors: { v: vector } }];
    const sent = async (client: object, call: object): Promise<unknown> => {
      const { mp, requests } = observeClient(written, client);
      await mp.namespaces.documents.upsert({ documents }, call);
      return bodyOf(requests[0]).documents;
    };
    const rounded = [{ document_id: 'd', vectors: { v: [0.3, 0.33333334] } }];
    expect(await sent({}, {})).toEqual(rounded);
    expect(await sent({ vectorPrecision: 'float64' }, {})).toEqual(documents);
    expect(await sent({}, { vectorPrecision: 'float64' })).toEqual(documents);
    expect(await sent({ vectorPrecision: 'float64' }, { vectorPrecision: 'float32' })).toEqual(rounded);
    await expect(sent({}, { vectorPrecision: 'double' })).rejects.toThrow('it must be "float32" or "float64"');
  });

  it.each<[string, unknown, string]>([
    ['no documents', {}, 'documents'],
    ['an empty batch', { documents: [] }, 'documents'],
    ['a NaN', { documents: [{ vectors: { v: [Number.NaN] } }] }, 'documents[0].vectors.v[0]'],
    [
      'an id twice',
      { documents: [1, 2].map(() => ({ document_id: 'a', vectors: { v: [1] } })) },
      'documents[1].document_id',
    ],
    ['1,001 documents', { documents: Array.from({ length: 1001 }, () => ({ vectors: { v: [1] } })) }, 'documents'],
  ])('refuses %s before anything is sent', async (_name, params, path) => {
    const { mp, requests } = observeClient(written);
    await expect(mp.namespaces.documents.upsert(params as { documents: UpsertDocument[] })).rejects.toMatchObject({
      name: 'ValidationError',
      fieldErrors: [{ path }],
    });
    expect(requests).toEqual([]);
  });

  it('writes number[] and Float32Array alike', async () => {
    const { mp } = setupClient();
    await mp.namespaces.create({ namespace_id: 'ns' });
    await mp.namespaces.documents.upsert({
      documents: [
        { document_id: 'a', vectors: { v: [0.1, 0.2] } },
        { document_id: 'b', vectors: { v: new Float32Array([0.1, 0.2]) } },
      ],
    });
    const stored = await mp.documents.list({ return_vectors: true });
    const [a, b] = stored.items.map(({ vectors }) => vectors);
    expect(a).toEqual(b);
    expect(Object.keys(a as object)).toEqual(['v']);
  });
});

describe('namespaces.documents.bulkImport', () => {
  it('takes any source and gives a handle whose task lists the lines that were refused', async () => {
    const { mp } = setupClient();
    await mp.namespaces.create({ namespace_id: 'ns', vector_configs: [{ name: 'v', dimension: 1, metric: 'cosine' }] });
    async function* source(): AsyncGenerator<UpsertDocument> {
      yield { document_id: 'a', vectors: { v: [1] } };
      yield { document_id: 'b', vectors: { v: [1, 2] } };
    }
    const task = await (await mp.namespaces.documents.bulkImport(source())).wait();
    expect(task).toMatchObject({
      status: 'COMPLETED_WITH_ERRORS',
      outputs: [{ received: 2, inserted: 1, errors: [{ line: 2 }] }],
    });
  });
});
