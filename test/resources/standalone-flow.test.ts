import { describe, expect, it } from 'vitest';
import { BYOV_RETRIEVER, VECTOR as vector } from '../e2e/flows/standalone.js';
import { setupClient } from '../helpers/client.js';

describe('a standalone namespace, from creation to text queries', () => {
  it('stores vectors, finds them through a retriever, and embeds texts once promoted', async () => {
    const { mp, server } = setupClient({ namespace: 'my-vectors' });
    const namespace = await mp.namespaces.create({
      namespace_id: 'my-vectors',
      mode: 'standalone',
      vector_configs: [{ name: 'text_8', dimension: 8, metric: 'cosine' }],
    });
    expect(namespace).toMatchObject({ namespace_id: 'my-vectors', mode: 'standalone', document_count: 0 });

    const first = await mp.namespaces.documents.upsert({
      namespace_id: 'my-vectors',
      documents: [
        { document_id: 'doc-1', vectors: { text_8: vector }, payload: { body: 'hello world', category: 'docs' } },
      ],
      options: { write_token: true },
    });
    expect(first).toMatchObject({ inserted: 1, document_ids: ['doc-1'], namespace_id: 'my-vectors' });
    expect(first.write_token).toMatch(/^wt_/);

    const retriever = await mp.retrievers.create(BYOV_RETRIEVER);
    expect(retriever).not.toHaveProperty('retriever');
    const results = await mp.retrievers.execute(retriever.retriever_id, { inputs: { qv: vector } });
    expect(results.documents).toEqual([
      { document_id: 'doc-1', score: expect.closeTo(1, 6), body: 'hello world', category: 'docs' },
    ]);
    const streamed: string[] = [];
    for await (const event of await mp.retrievers.execute(retriever.retriever_id, {
      inputs: { qv: vector },
      stream: true,
    })) {
      streamed.push(String(event.event_type));
    }
    expect(streamed.at(-1)).toBe('execution_complete');

    await mp.namespaces.documents.upsert({
      documents: [{ document_id: 'doc-2', vectors: { text_8: new Float32Array(vector).map((value) => -value) } }],
    });
    const found = await mp.search({ queries: [{ vector_name: 'text_8', vector, top_k: 5 }] });
    expect(found.documents.map(({ document_id: id }) => id)).toEqual(['doc-1', 'doc-2']);

    const asText = { queries: [{ vector_name: 'text_8', text: 'hello' }] };
    await expect(mp.search(asText)).rejects.toMatchObject({
      status: 400,
      code: 'inference_not_configured',
      message: expect.stringMatching(/[Pp]romote.*input_mode "vector"/),
    });
    const promoted = await mp.namespaces.promote({
      vector_mappings: [{ existing_index: 'text_8', inference_service: 'intfloat/multilingual-e5-large-instruct' }],
    });
    expect(promoted).toMatchObject({ previous_mode: 'standalone', mode: 'managed' });
    expect((await mp.search(asText)).documents).toHaveLength(2);

    const searches = server.requests.list().filter(({ operation }) => operation?.startsWith('retrievers.execute'));
    expect(searches.length).toBeGreaterThan(4);
    for (const { headers } of searches) {
      expect(headers['x-namespace']).toBe('my-vectors');
      expect(headers['x-write-token']).toMatch(/^wt_/);
    }
  });

  it('finds words and vectors together, filtered', async () => {
    const { mp } = setupClient();
    await mp.namespaces.create({
      namespace_id: 'ns',
      payload_indexes: [{ field_name: 'body', type: 'text' }],
    });
    await mp.namespaces.documents.upsert({
      documents: [
        { document_id: 'a', vectors: { v: [1, 0] }, payload: { body: 'rain jacket', lang: 'en' } },
        { document_id: 'b', vectors: { v: [0.9, 0.1] }, payload: { body: 'sun hat', lang: 'en' } },
        { document_id: 'c', vectors: { v: [1, 0] }, payload: { body: 'rain jacket', lang: 'de' } },
      ],
    });
    const { documents } = await mp.search({
      queries: [{ vector_name: 'v', vector: [1, 0] }, { text: 'jacket' }],
      filters: { lang: 'en' },
    });
    expect(documents.map(({ document_id: id }) => id)).toEqual(['a', 'b']);
    const { documents: same } = await mp.search({
      queries: [{ text: 'jacket' }],
      filters: { AND: [{ field: 'lang', operator: 'eq', value: 'de' }] },
      return_vectors: true,
    });
    expect(same).toEqual([expect.objectContaining({ document_id: 'c', vectors: { v: [1, 0] } })]);
  });
});
