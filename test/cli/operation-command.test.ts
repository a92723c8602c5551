import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCliSession } from '../helpers/cli.js';
import type { CliSession } from '../helpers/cli.js';

let session: CliSession;

beforeEach(() => {
  session = createCliSession();
});
afterEach(() => session.close());

const scope = ['-n', 'shop'];

/** The body that a command would send. */
async function bodyOf(words: readonly string[], stdin?: string): Promise<unknown> {
  const { code, out, err } = await session.mixpeek([...words, '--dry-run'], stdin === undefined ? {} : { stdin });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return (JSON.parse(out) as { body: unknown }).body;
}

async function createShop(): Promise<void> {
  const created = await session.mixpeek([
    'namespaces',
    'create',
    '--namespace-id',
    'shop',
    '--namespace-name',
    'shop',
    '--mode',
    'standalone',
  ]);
  expect(created.code).toBe(0);
  const documents = Array.from({ length: 5 }, (_, at) => ({
    document_id: `doc-${at}`,
    vectors: { v: [at, 1] },
    payload: { title: `Shoe ${at}` },
  }));
  const written = await session.mixpeek([
    'namespaces',
    'documents',
    'upsert',
    ...scope,
    '--documents',
    JSON.stringify(documents),
  ]);
  expect(written.code).toBe(0);
}

describe('input', () => {
  it('takes a body from data, changes it by --set, and lets flags win', async () => {
    const words = ['namespaces', 'create', '--data', '{namespace_name: from-data, description: old, ttl_seconds: 60}'];
    expect(
      await bodyOf([...words, '--set', 'description=new', '--set', 'vector_configs.0.name=v', '--ttl-seconds', '90']),
    ).toEqual({
      namespace_name: 'from-data',
      mode: 'standalone',
      description: 'new',
      ttl_seconds: 90,
      vector_configs: [{ name: 'v' }],
    });
  });

  it('reads data from a file of JSON or YAML and from stdin', async () => {
    session.file('body.json', '{"namespace_name":"a-name"}');
    session.file('body.yaml', 'namespace_name: a-name\n');
    const expected = { namespace_name: 'a-name', mode: 'standalone' };
    expect(await bodyOf(['namespaces', 'create', '--data', '@body.json'])).toEqual(expected);
    expect(await bodyOf(['namespaces', 'create', '--data', '@body.yaml'])).toEqual(expected);
    expect(await bodyOf(['namespaces', 'create', '--data', '-'], 'namespace_name: a-name')).toEqual(expected);
  });

  it('takes lists divided by commas, repeated, or as JSON', async () => {
    const expected = { select: ['a', 'b', 'c,d'] };
    expect(await bodyOf(['documents', 'list', ...scope, '--select', 'a,b', '--select', '["c,d"]'])).toEqual(expected);
  });

  it('turns booleans on and off', async () => {
    expect(await bodyOf(['documents', 'list', ...scope, '--case-sensitive', '--no-return-vectors'])).toEqual({
      case_sensitive: true,
      return_vectors: false,
    });
  });

  it('moves a field aside whose name a global flag has', async () => {
    const { out } = await session.mixpeek(['namespaces', 'text-indexes', 'create', '--help']);
    expect(out).toContain('--body-fields <a,b>');
    expect(await bodyOf(['namespaces', 'text-indexes', 'create', ...scope, '--body-fields', 'title,body'])).toEqual({
      fields: ['title', 'body'],
    });
  });

  it.each([
    [['documents', 'list', '--offset', 'x'], '--offset takes a whole number; got "x".'],
    [['documents', 'list', '--offset', '-1'], '--offset is -1; it must be at least 0.'],
    [['documents', 'list', '--filters', '{"a":'], '--filters is neither JSON nor YAML'],
    [['documents', 'list', '--filters', '@absent.json'], '--filters: cannot read absent.json: there is no such file.'],
    [['documents', 'list', '--data', '[1]'], '--data must hold an object'],
    [['documents', 'list', '--set', 'a'], '--set "a" has no form a.b=value.'],
    [['documents', 'list', '--set', '__proto__.a=1'], '--set cannot follow'],
    [['documents', 'list', '--limit', '0'], '"0" is not a whole number from 1 up.'],
    [
      ['namespaces', 'create', '--namespace-name', 'abc', '--mode', 'both'],
      '--mode is "both"; it must be one of: managed, standalone.',
    ],
    [['namespaces', 'create'], 'namespaces.create needs namespace_id or namespace_name.'],
    [['retrievers', 'create', '--retriever-name', 'r'], 'retrievers.create needs --stages.'],
    [['namespaces', 'documents', 'bulk-import'], 'The body is missing.'],
    [['documents', 'get'], "Missing required argument 'document-id'."],
    [['documents', 'get', 'a', 'b'], 'Too many arguments'],
    [['documents', 'list', '--output', 'xml'], 'Allowed choices are'],
  ])('refuses %j before sending', async (words, message) => {
    const { code, out, err } = await session.mixpeek([...words, ...scope]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(session.requests).toEqual([]);
  });

  it('does not wait for a terminal to be typed into', async () => {
    const { code, err } = await session.mixpeek(['documents', 'list', ...scope, '--data', '-'], { terminal: 80 });
    expect(code).toBe(2);
    expect(err).toContain('Pipe the data in');
  });
});

describe('answers', () => {
  beforeEach(createShop);

  it('prints one page as it came', async () => {
    const { out } = await session.mixpeek(['documents', 'list', ...scope, '--page-size', '2']);
    const page = JSON.parse(out) as { results: unknown[]; pagination: { next_cursor: string } };
    expect(page.results).toHaveLength(2);
    const next = await session.mixpeek([
      'documents',
      'list',
      ...scope,
      '--page-size',
      '2',
      '--cursor',
      page.pagination.next_cursor,
      '--fields',
      'document_id',
    ]);
    expect(JSON.parse(next.out)).toEqual([{ document_id: 'doc-2' }, { document_id: 'doc-3' }]);
  });

  it('prints every item of every page, or the first few', async () => {
    const ids = async (words: string[]): Promise<string> =>
      (await session.mixpeek(['documents', 'list', ...scope, '-o', 'id', ...words])).out;
    expect(await ids(['--all', '--page-size', '2'])).toBe('doc-0\ndoc-1\ndoc-2\ndoc-3\ndoc-4\n');
    expect(await ids(['--limit', '3', '--page-size', '2'])).toBe('doc-0\ndoc-1\ndoc-2\n');
    expect(await ids(['--page-size', '2'])).toBe('doc-0\ndoc-1\n');
  });

  it('asks for no more than the limit', async () => {
    const { out } = await session.mixpeek(['documents', 'list', ...scope, '--limit', '3', '--dry-run']);
    expect(JSON.parse(out)).toMatchObject({ body: { limit: 3 } });
  });

  it.each([
    ['ndjson', '{"document_id":"doc-0","title":"Shoe 0"}\n{"document_id":"doc-1","title":"Shoe 1"}\n'],
    ['csv', 'document_id,title\r\ndoc-0,Shoe 0\r\ndoc-1,Shoe 1\r\n'],
    ['yaml', '- document_id: doc-0\n  title: Shoe 0\n- document_id: doc-1\n  title: Shoe 1\n'],
    ['id', 'doc-0\ndoc-1\n'],
    ['table', 'document_id  title\ndoc-0        Shoe 0\ndoc-1        Shoe 1\n'],
  ])('prints %s', async (format, expected) => {
    const words = ['documents', 'list', ...scope, '--limit', '2', '--fields', 'document_id,title', '-o', format];
    expect((await session.mixpeek(words)).out).toBe(expected);
  });

  it('applies a JMESPath expression to the answer', async () => {
    const { out } = await session.mixpeek([
      'documents',
      'list',
      ...scope,
      '--query',
      'results[?title == `"Shoe 3"`].document_id | [0]',
    ]);
    expect(out).toBe('"doc-3"\n');
    const wrong = await session.mixpeek(['documents', 'list', ...scope, '--query', '[[']);
    expect(wrong.code).toBe(2);
    expect(wrong.out).toBe('');
  });

  it('prints a table on a terminal and tells how to go on', async () => {
    const { out, err } = await session.mixpeek(['documents', 'list', ...scope, '--page-size', '2'], { terminal: 60 });
    expect(out).toBe('document_id  title\ndoc-0        Shoe 0\ndoc-1        Shoe 1\n');
    expect(err).toMatch(/^More: --cursor \S+, or --all\n$/);
    const quiet = await session.mixpeek(['documents', 'list', ...scope, '--page-size', '2', '--quiet'], {
      terminal: 60,
    });
    expect(quiet.err).toBe('');
  });

  it('prints events line by line', async () => {
    const stages = [
      {
        stage_name: 's',
        stage_type: 'filter',
        config: {
          stage_id: 'feature_search',
          parameters: {
            searches: [{ feature_uri: 'v', query: { input_mode: 'vector', value: [1, 1] }, top_k: 2 }],
            final_top_k: 2,
          },
        },
      },
    ];
    const words = [
      'retrievers',
      'execute-adhoc',
      ...scope,
      '--stages',
      JSON.stringify(stages),
      '--input-schema',
      '{}',
      '--inputs',
      '{}',
      '--stream',
      '-o',
      'ndjson',
    ];
    const { code, out } = await session.mixpeek(words);
    expect(code).toBe(0);
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events.length).toBeGreaterThan(1);
  });
});

describe('a body that is a file', () => {
  it.each([
    ['@lines.jsonl', "import { createReadStream } from 'node:fs';", "bulkImport(createReadStream('lines.jsonl'))"],
    ['-', "import { Mixpeek } from 'mixpeek';", 'bulkImport(process.stdin)'],
  ])('is a stream in the program for %s', async (data, firstLine, call) => {
    session.file('lines.jsonl', '{"document_id":"a","vectors":{"v":[1]}}\n');
    const words = ['namespaces', 'documents', 'bulk-import', '--data', data, '--as', 'ts', ...scope];
    const { code, out } = await session.mixpeek(words);
    expect({ code, firstLine: out.split('\n')[0] }).toEqual({ code: 0, firstLine });
    expect(out).toContain(call);
  });
});
