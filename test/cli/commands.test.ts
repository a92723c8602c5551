import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pack } from 'tar-stream';
import { createCliSession } from '../helpers/cli.js';
import type { CliSession } from '../helpers/cli.js';

let session: CliSession;
const env = { MIXPEEK_NAMESPACE: 'shop' };
const lines = (documents: readonly unknown[]): string =>
  documents.map((document) => `${JSON.stringify(document)}\n`).join('');
const shoe = { document_id: 'shoe', vectors: { v: [1, 0] }, payload: { title: 'Trail shoe', price: 90 } };
const hat = { document_id: 'hat', vectors: { v: [0, 1] }, payload: { title: 'Felt hat', price: 40 } };

beforeEach(async () => {
  session = createCliSession();
  const words = [
    '--namespace-id',
    'shop',
    '--namespace-name',
    'shop',
    '--mode',
    'standalone',
    '--payload-indexes',
    '[{"field_name":"title","type":"text"}]',
  ];
  expect((await session.mixpeek(['namespaces', 'create', ...words])).code).toBe(0);
});
afterEach(() => session.close());

async function ids(words: readonly string[]): Promise<string[]> {
  const { code, out, err } = await session.mixpeek([...words, '-o', 'id'], { env });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out.split('\n').slice(0, -1);
}

describe('upsert', () => {
  it('writes a file in batches', async () => {
    session.file('all.jsonl', lines(Array.from({ length: 7 }, (_, at) => ({ ...shoe, document_id: `doc-${at}` }))));
    const { code, out, err } = await session.mixpeek(['upsert', 'all.jsonl', '--batch-size', '3'], { env });
    expect({ code, out: JSON.parse(out) as unknown, err }).toEqual({
      code: 0,
      out: { inserted: 7, failed: 0, batches: 3 },
      err: '',
    });
  });

  it('reads stdin', async () => {
    expect((await session.mixpeek(['upsert', '-'], { env, stdin: lines([shoe, hat]) })).code).toBe(0);
    expect(await ids(['documents', 'list'])).toEqual(['hat', 'shoe']);
  });

  it('ends with 3 and names the lines that were not written', async () => {
    const wrong = { document_id: 'wrong', vectors: { v: [1, 2, 3] } };
    const stdin = `${lines([shoe])}not json\n\n${lines([hat, [], wrong, { document_id: 'last', vectors: { v: [1, 1] } }])}`;
    const { code, out, err } = await session.mixpeek(['upsert', '-', '--batch-size', '1'], { env, stdin });
    expect({ code, out: JSON.parse(out) as unknown }).toEqual({ code: 3, out: { inserted: 3, failed: 3, batches: 4 } });
    expect(err).toMatch(/^line 2: is not JSON/);
    expect(err).toContain('line 5: is not an object');
    expect(err).toContain('line 6: ');
    expect(err).toContain('Error: 3 of 6 lines were not written.');
  });

  it('ends with the code of the refusal when nothing was written', async () => {
    const { code } = await session.mixpeek(['upsert', '-', '-n', 'absent'], { stdin: lines([shoe]) });
    expect(code).toBe(5);
  });

  it('refuses a file that is not there', async () => {
    const { code, out, err } = await session.mixpeek(['upsert', 'absent.jsonl'], { env });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('there is no such file');
  });
});

describe('search', () => {
  beforeEach(async () => {
    await session.mixpeek(['upsert', '-'], { env, stdin: lines([shoe, hat]) });
  });

  it('finds by vector, in an argument, a file, or stdin', async () => {
    session.file('query.json', '[0, 1]');
    expect(await ids(['search', '--vector', '[1, 0.1]', '--on', 'v'])).toEqual(['shoe', 'hat']);
    expect(await ids(['search', '--vector', '@query.json', '--on', 'v', '--top-k', '1'])).toEqual(['hat']);
  });

  it('finds by keywords, and by both', async () => {
    expect(await ids(['search', 'felt'])).toEqual(['hat']);
    expect(await ids(['search', 'felt', '--vector', '[1,0]', '--on', 'v'])).toEqual(['hat', 'shoe']);
  });

  it('filters', async () => {
    expect(await ids(['search', '--vector', '[1,0]', '--on', 'v', '--filter', 'price=40'])).toEqual(['hat']);
    expect(
      await ids([
        'search',
        '--vector',
        '[1,0]',
        '--on',
        'v',
        '--filters',
        '{AND: [{field: price, operator: gt, value: 50}]}',
      ]),
    ).toEqual(['shoe']);
  });

  it.each([
    [['search'], 'There is nothing to search for.'],
    [['search', '--vector', '[1]'], '--text and --vector need --on'],
    [['search', '--vector', '["a"]', '--on', 'v'], 'must hold a list of numbers'],
    [['search', 'x', '--filter', 'price'], 'has no form field=value'],
  ])('refuses %j', async (words, message) => {
    const { code, out, err } = await session.mixpeek(words, { env });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  it('shows the call as code', async () => {
    const { out } = await session.mixpeek(['search', "it's", '--as', 'ts'], { env });
    expect(out).toBe(
      [
        `import { Mixpeek } from 'mixpeek';`,
        '',
        `const mp = new Mixpeek({ namespace: 'shop' });`,
        String.raw`const answer = await mp.search({ queries: [{ text: 'it\'s', top_k: 10 }], limit: 10 });`,
        'console.log(answer);',
        '',
      ].join('\n'),
    );
  });

  it('embeds text once the namespace was promoted', async () => {
    const before = await session.mixpeek(['search', '--text', 'hat', '--on', 'v'], { env });
    expect(before.code).toBe(2);
    expect(before.err).toContain('Promote the namespace');
    const promoted = await session.mixpeek(['promote', '--map', 'v=org/model:1', '--add', 'w:3:dot:other'], { env });
    expect(JSON.parse(promoted.out)).toMatchObject({
      mode: 'managed',
      vector_inference_map: { v: 'org/model:1', w: 'other' },
    });
    expect(await ids(['search', '--text', 'hat', '--on', 'v'])).toHaveLength(2);
  });
});

describe('promote', () => {
  it.each([
    [['--map', 'v'], '--map "v" has no form index=service.'],
    [['--add', 'w:x'], 'has no form name:dimension:metric'],
    [['--add', 'w:3:round'], 'the metric "round" must be one of: cosine, dot, euclidean.'],
  ])('refuses %j', async (words, message) => {
    const { code, err } = await session.mixpeek(['promote', ...words], { env });
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('models upload', () => {
  beforeEach(async () => {
    const archive = pack();
    archive.entry({ name: 'model.onnx' }, 'weights');
    archive.finalize();
    const chunks: Uint8Array[] = [];
    for await (const chunk of archive) chunks.push(chunk as Uint8Array);
    session.file('model.tar.gz', gzipSync(Buffer.concat(chunks)));
  });
  const words = ['models', 'upload', 'model.tar.gz', '--name', 'ranker', '--version', '1.0.0', '--format', 'onnx'];

  it('uploads, and shows progress on a terminal only', async () => {
    const { code, out, err } = await session.mixpeek(words, { env });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ endpoint: '/models/ranker/1.0.0' });
    const again = await session.mixpeek(
      words.map((word) => (word === '1.0.0' ? '2.0.0' : word)),
      { env, terminal: 80 },
    );
    expect(again.code).toBe(0);
    expect(again.err).toContain('100%');
    expect(again.err.endsWith('\r\u001B[K')).toBe(true);
  });

  it('is the operation under a shorter name', async () => {
    const short = await session.mixpeek([...words, '--dry-run'], { env });
    const row = await session.mixpeek(
      ['namespaces', ...words.map((word) => (word === '--format' ? '--model-format' : word)), '--dry-run'],
      { env },
    );
    expect(row.out).toBe(short.out);
  });

  it('refuses what is no archive and what is missing', async () => {
    session.file('model.tar.gz', 'plain text');
    expect((await session.mixpeek(words, { env })).code).toBe(2);
    const missing = await session.mixpeek(words.slice(0, 5), { env });
    expect(missing.err).toContain('models upload needs --version.');
  });

  it('shows the archive as a form field of curl', async () => {
    const { out } = await session.mixpeek([...words, '--as', 'curl'], { env });
    expect(out).toContain(`--form-string name=ranker`);
    expect(out).toContain(`-F 'file=@"model.tar.gz"'`);
    expect(out).not.toContain('content-type');
  });
});

describe('api', () => {
  it('sends any request', async () => {
    const { code, out } = await session.mixpeek([
      'api',
      'post',
      '/v1/namespaces/list',
      '--query-param',
      'limit=1',
      '--set',
      'search=shop',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ results: [{ namespace_id: 'shop' }] });
  });

  it('sends the namespace as a header', async () => {
    const { out } = await session.mixpeek(['api', 'GET', '/v1/documents/x', '--dry-run'], { env });
    expect(JSON.parse(out)).toMatchObject({ method: 'GET', headers: { 'x-namespace': 'shop' } });
  });

  it.each([
    [['api', 'FETCH', '/v1/x'], '"FETCH" is no method'],
    [['api', 'GET', 'v1/x'], 'is no path of the API'],
    [['api', 'GET', '/v1/x?limit=1'], 'Give each parameter with --query-param: --query-param limit=1'],
    [['api', 'DELETE', '/v1/namespaces/shop'], 'Delete /v1/namespaces/shop?'],
  ])('refuses %j', async (words, message) => {
    const { code, out, err } = await session.mixpeek(words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});

describe('serve', () => {
  it('listens until it is ended, and that is no failure', async () => {
    const controller = new AbortController();
    const serving = session.mixpeek(['serve', '--port', '0'], { signal: controller.signal });
    controller.abort();
    const { code, out, err } = await serving;
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toMatch(/Listening on http:\/\/127\.0\.0\.1:\d+, state in memory/);
    expect(err).toContain('export MIXPEEK_BASE_URL=http://127.0.0.1:');
  });
});
