import { describe, expect, it } from 'vitest';
import { parquetReadObjects } from 'hyparquet';
import { setupArticles, SENTENCES } from './collection-setup.js';

async function setupExport() {
  const world = await setupArticles();
  await world.collection({
    feature_extractor: {
      ...SENTENCES.feature_extractor,
      field_passthrough: [{ source_path: 'title' }, { source_path: 'year' }, { source_path: 'tags' }],
    },
  });
  await world.add({ title: 'a "quoted", title', body: 'One. Two.', year: 2020, tags: ['x', 'y'] });
  await world.trigger('sentences');
  const download = async (url: string) => new Uint8Array(await (await world.server.fetch(url)).arrayBuffer());
  const run = async (request: object) => {
    const answer = await world.ok('POST /v1/collections/sentences/export', request);
    return { answer, bytes: await download(answer.download_url) };
  };
  return { ...world, download, run };
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('exporting a collection', () => {
  it('writes one document to a line', async () => {
    const { run } = await setupExport();
    const { answer, bytes } = await run({ format: 'json' });
    const lines = text(bytes)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ text: chunk }) => chunk).sort()).toEqual(['One.', 'Two.']);
    expect(lines[0]).not.toHaveProperty('_internal');
    expect(answer).toMatchObject({
      format: 'json',
      document_count: 2,
      file_size_bytes: bytes.length,
      vectors_download_url: null,
    });
  });

  it('writes CSV with a header, and only the fields that were asked for', async () => {
    const { run } = await setupExport();
    const { bytes } = await run({ format: 'csv', select_fields: ['title', 'tags'], filters: { text: 'One.' } });
    expect(text(bytes)).toMatch(
      /^document_id,title,tags\r\ndoc_[0-9a-f]+,"a ""quoted"", title","\[""x"",""y""\]"\r\n$/,
    );
  });

  it('writes Parquet unless told otherwise, numbers as numbers', async () => {
    const { run } = await setupExport();
    const { answer, bytes } = await run({});
    const rows = await parquetReadObjects({ file: bytes.buffer });
    expect([answer.format, rows.length]).toEqual(['parquet', 2]);
    expect(rows[0]).toMatchObject({ title: 'a "quoted", title', year: 2020, tags: '["x","y"]' });
  });

  it('puts vectors into a file of their own, and takes a sample', async () => {
    const { run, download } = await setupExport();
    const { answer } = await run({ format: 'json', include_vectors: true, sample_size: 1 });
    const [line = ''] = text(await download(answer.vectors_download_url))
      .trimEnd()
      .split('\n');
    const row = JSON.parse(line) as { vectors: Record<string, number[]> };
    expect([answer.document_count, row.vectors['text_extractor_v1_embedding']?.length]).toEqual([1, 1024]);
  });

  it('keeps its file for a day', async () => {
    const { run, server, ok } = await setupExport();
    const { answer } = await run({ format: 'json' });
    server.clock.advance(24 * 60 * 60 * 1000);
    await ok('GET /v1/collections/sentences');
    expect((await server.fetch(answer.download_url)).status).toBeGreaterThanOrEqual(400);
    const { results } = await ok('POST /v1/tasks/list', { task_type: 'api_collections_export' });
    expect(results).toMatchObject([{ status: 'COMPLETED', outputs: [{ document_count: 2 }] }]);
  });
});
