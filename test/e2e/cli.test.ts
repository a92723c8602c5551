import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { BYOV_RETRIEVER, standaloneServer, VECTOR } from './flows/standalone.js';
import { modelArchive, temporaryFolder } from './model-archive.js';
import { requireBuild, runMixpeek, type ProcessResult } from './run-mixpeek.js';
import { FREE_KEY, KEY, ways } from './ways.js';

beforeAll(requireBuild);

interface Step {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** The command in a folder of its own, against a reference server over HTTP. */
async function setup(options = {}) {
  const { server } = await ways['over HTTP'](options);
  const { url } = await server.listen();
  const cwd = temporaryFolder();
  const run = (words: readonly string[], { env = {}, stdin }: Step = {}): Promise<ProcessResult> =>
    runMixpeek([...words, '--base-url', url], {
      cwd,
      env: { MIXPEEK_API_KEY: KEY, MIXPEEK_NAMESPACE: 'my-vectors', ...env },
      ...(stdin === undefined ? {} : { stdin }),
    });
  return { server, cwd, run, json: async (words: readonly string[], step?: Step) => parse(await run(words, step)) };
}

/** What a command that went well wrote. As loose as parsed JSON: each test says what it expects in it. */
function parse({ code, out, err }: ProcessResult): ReturnType<typeof JSON.parse> {
  if (code !== 0) throw new Error(`mixpeek ended with ${code}: ${err}`);
  return JSON.parse(out);
}

const DOCUMENTS = [
  { document_id: 'doc-1', vectors: { text_8: VECTOR }, payload: { body: 'hello world', category: 'docs' } },
  { document_id: 'doc-2', vectors: { text_8: VECTOR.map((value) => -value) }, payload: {} },
];
const LINES = DOCUMENTS.map((document) => JSON.stringify(document)).join('\n');
const CREATE = [
  'namespaces',
  'create-standalone',
  '--namespace-id',
  'my-vectors',
  '--vector-configs',
  JSON.stringify([{ name: 'text_8', dimension: 8, metric: 'cosine' }]),
];

describe('the command over HTTP', () => {
  it('creates, writes, queries, promotes and queries by text', async () => {
    const { server, json, run } = await setup();
    expect(await json(CREATE)).toMatchObject({ namespace_id: 'my-vectors', mode: 'standalone' });
    expect(await json(['upsert', '-'], { stdin: LINES })).toMatchObject({ inserted: 2 });

    const { retriever_name: name, stages, input_schema: inputSchema } = BYOV_RETRIEVER;
    const created = await json([
      ...['retrievers', 'create', '--retriever-name', name],
      ...['--stages', JSON.stringify(stages), '--input-schema', JSON.stringify(inputSchema)],
    ]);
    const inputs = JSON.stringify({ qv: VECTOR });
    const executed = await json(['retrievers', 'execute', created.retriever_id, '--inputs', inputs]);
    expect(executed.documents.map((found: { document_id: string }) => found.document_id)).toEqual(['doc-1', 'doc-2']);

    const text = ['search', '--text', 'hello world', '--on', 'text_8'];
    const refused = await run(text);
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toMatch(/[Pp]romote/);
    const mapping = 'text_8=intfloat/multilingual-e5-large-instruct';
    expect(await json(['promote', '--map', mapping])).toMatchObject({ mode: 'managed' });
    const found = await run([...text, '-o', 'id']);
    expect(found.out.trim().split('\n').sort()).toEqual(['doc-1', 'doc-2']);

    const userAgents = new Set(server.requests.list().map(({ headers }) => headers['user-agent']));
    expect([...userAgents]).toEqual([expect.stringMatching(/^mixpeek/)]);
  });

  it('ends with the code of what went wrong, and an empty stdout', async () => {
    const { run } = await setup();
    await run(CREATE);
    const codes: Record<string, number | null> = {};
    const note = async (name: string, running: Promise<ProcessResult>): Promise<ProcessResult> => {
      const result = await running;
      expect(result.out).toBe('');
      codes[name] = result.code;
      return result;
    };
    const missing = await note('not found', run(['retrievers', 'get', 'non-existent']));
    expect(missing.err).toContain('non-existent');
    const unauthorized = await note(
      'unauthorised',
      run(['namespaces', 'get'], { env: { MIXPEEK_API_KEY: 'sk_wrong' } }),
    );
    expect(unauthorized.err).not.toContain('sk_wrong');
    await note('taken', run(CREATE));
    await note('usage', run(['namespaces', 'get', '--no-such-flag']));
    await note('no namespace', run(['retrievers', 'list'], { env: { MIXPEEK_NAMESPACE: '' } }));
    await note('no key', run(['namespaces', 'get'], { env: { MIXPEEK_API_KEY: '' } }));
    expect(codes).toEqual({
      'not found': 5,
      unauthorised: 4,
      taken: 6,
      usage: 2,
      'no namespace': 2,
      'no key': 2,
    });
  });

  it('uploads a model, and says why it may not', async () => {
    const { cwd, run, json } = await setup();
    await run(CREATE);
    writeFileSync(join(cwd, 'model.tar.gz'), await modelArchive());
    const upload = ['models', 'upload', 'model.tar.gz', '--name', 'ranker', '--version', '1', '--format', 'onnx'];
    const forbidden = await run(upload, { env: { MIXPEEK_API_KEY: FREE_KEY } });
    expect(forbidden).toMatchObject({ code: 4, out: '' });
    expect(await json(upload)).toMatchObject({ success: true, deployment_status: 'pending' });
    expect((await run(upload)).code).toBe(6);
    expect(await json(['namespaces', 'models', 'list'])).toMatchObject({
      total: 1,
      models: [{ name: 'ranker', deployed: true }],
    });
  });

  it('sees what an earlier command of the same person wrote, also while plain reads lag', async () => {
    const { server, cwd, json } = await setup(standaloneServer);
    const search = ['search', '--vector', JSON.stringify(VECTOR), '--on', 'text_8'];
    const mine = { env: { HOME: cwd } };
    const other = { env: { HOME: temporaryFolder() } };
    await json(CREATE, mine);
    await json(['upsert', '-'], { ...mine, stdin: LINES });
    expect((await json(search, mine)).documents).toHaveLength(2);
    expect((await json(search, other)).documents).toEqual([]);
    server.clock.advance(30_000);
    expect((await json(search, other)).documents).toHaveLength(2);
  });
});

describe('the command without a server', () => {
  it('keeps its state between processes', async () => {
    const cwd = temporaryFolder();
    const run = (words: readonly string[], step: Step = {}) =>
      runMixpeek([...words, '--local', '-n', 'my-vectors'], { cwd, ...step });
    parse(await run(CREATE));
    parse(await run(['upsert', '-'], { stdin: LINES }));
    expect(parse(await run(['namespaces', 'get']))).toMatchObject({ document_count: 2 });
    const { documents } = parse(
      await run(['search', '--vector', JSON.stringify(VECTOR), '--on', 'text_8', '--top-k', '1']),
    );
    expect(documents).toMatchObject([{ document_id: 'doc-1', body: 'hello world' }]);
  });

  it('is told by the environment, too, and keeps folders apart', async () => {
    const env = { MIXPEEK_BASE_URL: 'local', MIXPEEK_NAMESPACE: 'my-vectors' };
    const here = { cwd: temporaryFolder(), env };
    const there = { cwd: temporaryFolder(), env };
    parse(await runMixpeek(CREATE, here));
    expect(parse(await runMixpeek(['namespaces', 'get'], here))).toMatchObject({ namespace_id: 'my-vectors' });
    expect(await runMixpeek(['namespaces', 'get'], there)).toMatchObject({ code: 5, out: '' });
  });
});
