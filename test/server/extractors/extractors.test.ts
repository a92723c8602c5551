import { describe, expect, it } from 'vitest';
import { readCaptions, joinCues } from '../../../src/server/extractors/captions.js';
import { contentVector } from '../../../src/server/extractors/content-vector.js';
import { readHtml } from '../../../src/server/extractors/read-html.js';
import { readPdf } from '../../../src/server/extractors/read-pdf.js';
import { pageBlocks, pageText } from '../../../src/server/extractors/page-blocks.js';
import { startFileHost } from '../file-host.js';
import { setupArticles } from '../resolvers/collection-setup.js';
import { tinyPdf } from './tiny-pdf.js';

const source = { type: 'bucket', bucket_ids: ['articles'] };

async function setupExtractor(name: string, extractor: object = {}, options = {}) {
  const world = await setupArticles(options);
  await world.ok('POST /v1/collections', {
    collection_name: 'made',
    source,
    feature_extractor: { feature_extractor_name: name, version: 'v1', ...extractor },
  });
  const make = async (object: object) => {
    await world.add({ title: 'a', ...object });
    const { batch_id: batch } = await world.trigger('made');
    const { results: failures } = await world.ok(`GET /v1/buckets/articles/batches/${batch}/failed-documents`);
    const documents = await world.list('made', { return_vectors: true });
    return { documents, failures };
  };
  return { ...world, make };
}

const blob = (property: string, type: string, bytes: string, media: string) => ({
  blobs: [{ property, type, data: `data:${media};base64,${Buffer.from(bytes, 'latin1').toString('base64')}` }],
});

describe('vectors of contents', () => {
  it('have unit length, depend on the bytes alone, and differ by space', () => {
    const place = { space: 'a', dimension: 64 };
    const vector = contentVector('digest', place);
    expect(contentVector('digest', place)).toEqual(vector);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    expect(contentVector('other', place)).not.toEqual(vector);
    expect(contentVector('digest', { ...place, space: 'b' })).not.toEqual(vector);
  });
});

describe('reading', () => {
  it('takes text, links, pictures and code from a page, and leaves scripts out', async () => {
    const page = await readHtml(
      '<head><title> A  page </title><style>x</style></head><body><h1>Top</h1><p>One <b>two</b>.<script>bad()</script><p>Three<pre><code>let a = 1;</code></pre><a href="/next">go</a><img src="p.png" alt="Pic">',
    );
    expect(page).toEqual({
      title: 'A page',
      text: 'Top\n\nOne two.\n\nThree\n\nlet a = 1;\n\ngo',
      code: ['let a = 1;'],
      links: ['/next'],
      images: [{ src: 'p.png', alt: 'Pic' }],
    });
  });

  it('takes the text of a PDF with its places, by blocks', async () => {
    const bytes = new TextEncoder().encode(tinyPdf([['Hello there', 'second line'], ['Other page']]));
    const pages = await readPdf(bytes);
    expect(pages.map(pageText)).toEqual(['Hello there\nsecond line', 'Other page']);
    const close = pageBlocks(pages[0] ?? [], { verticalGap: 30, horizontalGap: 50 });
    expect(close.map(({ text }) => text)).toEqual(['Hello there\nsecond line']);
    const apart = pageBlocks(pages[0] ?? [], { verticalGap: 1, horizontalGap: 50 });
    expect(apart.map(({ text }) => text)).toEqual(['Hello there', 'second line']);
    await expect(readPdf(new TextEncoder().encode('no pdf'))).rejects.toMatchObject({ category: 'validation' });
  });

  it('reads captions of both kinds, and joins them', () => {
    const srt = '1\n00:00:01,000 --> 00:00:03,500\nHello <i>you</i>\n\n2\n00:00:04,000 --> 00:01:10,000\nagain';
    const cues = readCaptions(srt);
    expect(cues).toEqual([
      { start: 1, end: 3.5, text: 'Hello you' },
      { start: 4, end: 70, text: 'again' },
    ]);
    expect(joinCues(cues, 60)).toEqual([{ start: 1, end: 70, text: 'Hello you again' }]);
    expect(readCaptions('WEBVTT\n\n00:01.000 --> 00:02.000\nhi')).toEqual([{ start: 1, end: 2, text: 'hi' }]);
    expect(readCaptions('plain text')).toEqual([]);
  });
});

describe('extractors', () => {
  it('document_graph_extractor makes a document of every block of a PDF', async () => {
    const { make } = await setupExtractor('document_graph_extractor', {
      parameters: { min_text_length: 3, vertical_threshold: 5 },
    });
    const { documents } = await make(
      blob('scan', 'pdf', tinyPdf([['First block', 'Next block'], ['Page two']]), 'application/pdf'),
    );
    expect(documents.map((one: { text: string; page_number: number }) => [one.text, one.page_number]).sort()).toEqual([
      ['First block', 1],
      ['Next block', 1],
      ['Page two', 2],
    ]);
    expect(documents[0].vectors.document_graph_extractor_v1_text_embedding).toHaveLength(1024);
    expect(documents[0]._internal).toMatchObject({
      mime_type: 'application/pdf',
      processing: { stand_in: expect.any(String) },
    });
  });

  it('text_extractor cuts captions by time', async () => {
    const { make } = await setupExtractor('text_extractor', {
      parameters: { split_by: 'time_segments', segment_length_seconds: 30 },
      input_mappings: { text: 'body' },
    });
    const { documents } = await make({
      body: '00:00:00,000 --> 00:00:31,000\nfirst\n\n00:00:31,000 --> 00:00:40,000\nlast',
    });
    expect(documents.map((one: { text: string; start_time: number }) => [one.text, one.start_time]).sort()).toEqual([
      ['first', 0],
      ['last', 31],
    ]);
    const { failures } = await make({ title: 'b', body: 'no times' });
    expect(failures).toMatchObject([{ error_type: 'validation', message: expect.stringContaining('captions') }]);
  });

  it.each([
    ['image_extractor', 'image_extractor_v1_embedding', 768],
    ['face_identity_extractor', 'face_identity_extractor_v1_embedding', 512],
    ['multimodal_extractor', 'multimodal_extractor_v1_multimodal_embedding', 1408],
    ['gemini_multifile_extractor', 'gemini_multifile_extractor_v1_embedding', 3072],
  ])('%s fills its index, and says that its vectors stand in', async (name, index, dimension) => {
    const mapping = { input_mappings: { image: 'photo' } };
    const { make } = await setupExtractor(name, mapping);
    const { documents } = await make(blob('photo', 'image', 'pixels', 'image/png'));
    expect(documents[0].vectors[index]).toHaveLength(dimension);
    expect(documents[0]._internal).toMatchObject({
      size_bytes: 6,
      processing: { stand_in: expect.any(String) },
      source_blobs: [{ property: 'photo', mime_type: 'image/png' }],
    });
  });

  it('sentiment_classifier labels texts', async () => {
    const { make } = await setupExtractor('sentiment_classifier', {
      input_mappings: { text: 'body' },
      parameters: { embed: true },
    });
    const { documents } = await make({ body: 'Not good, the zip broke.' });
    expect(documents[0]).toMatchObject({ sentiment: 'NEGATIVE', sentiment_scores: { POSITIVE: expect.any(Number) } });
    expect(documents[0].vectors.sentiment_classifier_v1_embedding).toHaveLength(1024);
  });

  it('course_content_extractor reads subtitles and code', async () => {
    const { make } = await setupExtractor('course_content_extractor', {
      input_mappings: { srt: 'body', code: 'page' },
    });
    const { documents } = await make({ body: '00:00:00,000 --> 00:02:10,000\nwelcome', page: 'const a = 1;' });
    expect(documents.map((one: { content_type: string }) => one.content_type).sort()).toEqual(['code', 'transcript']);
  });

  it('web_scraper follows links on this machine, and reaches no other', async () => {
    const host = await startFileHost({
      '/': {
        type: 'text/html',
        body: '<title>Home</title><p>Welcome<a href="/a">a</a><a href="http://example.com/x">x</a><img src="/p.png">',
      },
      '/a': { type: 'text/html', body: '<p>Second<a href="/b">b</a><pre>let a;</pre>' },
      '/b': { type: 'text/html', body: '<p>Third' },
      '/p.png': { type: 'image/png', body: 'pixels' },
    });
    const { make, add, trigger, ok } = await setupExtractor('web_scraper', {
      input_mappings: { url: 'page' },
      parameters: { max_depth: 1 },
    });
    const { documents } = await make({ page: host.url });
    const kinds = documents.map((one: { content_type: string; depth: number }) => `${one.content_type} ${one.depth}`);
    expect(kinds.sort()).toEqual(['code 1', 'image 0', 'text 0', 'text 1']);
    const texts = documents.map((one: { text: string }) => one.text).join(' ');
    expect(texts).toMatch(/Welcome/);
    expect(texts).toMatch(/Second/);
    expect(texts).not.toMatch(/Third/);
    await add({ title: 'b', page: 'http://example.com/' });
    const { batch_id: batch } = await trigger('made');
    const { results } = await ok(`GET /v1/buckets/articles/batches/${batch}/failed-documents`);
    expect(results).toMatchObject([{ error_type: 'validation', message: expect.stringContaining('allowHosts') }]);
  });

  it('reads files by URL when they cannot be copied before, and fails alone where one does not come', async () => {
    const host = await startFileHost({ '/a.txt': { type: 'text/plain', body: 'From a file.' } });
    const { make } = await setupExtractor('text_extractor', { input_mappings: { text: 'body' } });
    const file = (path: string) => ({
      blobs: [{ property: 'body', type: 'text', data: `${host.url}${path}`, canonicalize_source: false }],
    });
    await make(file('/a.txt'));
    const { documents, failures } = await make({ ...file('/gone.txt'), title: 'b' });
    expect(documents).toMatchObject([{ text: 'From a file.' }]);
    expect(failures).toMatchObject([{ error_type: 'network', retryable: true }]);
  });
});
