import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isApiError, Mixpeek } from '../../index.js';
import type { SearchResult } from '../../index.js';
import { CliError } from '../cli-error.js';
import { createColors, wantsColor } from '../color.js';
import type { Environment } from '../config-file.js';
import { exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { formatTable } from '../output/table.js';
import type { TableOptions } from '../output/table.js';
import { writeModelArchive } from './archive.js';
import { findNodeModules, readPassages } from './passages.js';
import type { Passage } from './passages.js';
import { createStory } from './story.js';
import type { Story } from './story.js';

export interface DemoOptions {
  question?: string | undefined;
  io: Io;
  env: Environment;
  cwd: string;
}

const NAMESPACE = 'readmes';
const INDEX = 'text';
const ENCODER = 'sentence-encoder';
const DIMENSION = 512;
const MAX_PASSAGES = 1_500;
/** The encoder's time grows faster than the text's length; the beginning says what a section is about. */
const LETTERS_EMBEDDED = 100;
const BATCH = 64;
const HITS = 5;
const DEFAULT_QUESTION = 'how do I cancel a request that takes too long';

/** The main job from beginning to end, on this machine: a reference server, real text, a real sentence encoder. */
export async function runDemo({ question = DEFAULT_QUESTION, io, env, cwd }: DemoOptions): Promise<void> {
  const { createServer, createSentenceEncoder } = await import('../../server/index.js');
  const colors = await createColors(wantsColor(undefined, env, io.stdoutIsTty));
  const story = createStory(io, colors);
  const layout = {
    width: io.stdoutIsTty ? Math.min(io.width, 120) : 110,
    colors,
    fields: ['score', 'package', 'section', 'text'],
  };
  const dataDir = join(cwd, '.mixpeek', 'demo');
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });
  const encoder = createSentenceEncoder();
  const wire = { token: '' };

  await story.say('Everything below happens on this machine: no account, no network.\n');
  const options = { dataDir, tier: 'enterprise', rateLimit: false } as const;
  let server = await story.step('A reference server starts in this process, its state on disk', async () => {
    const started = createServer(options);
    await started.ready();
    return started;
  });
  await story.command(`mixpeek serve --data ${relative(cwd, dataDir)}`);

  const connect = (): Mixpeek =>
    new Mixpeek({
      apiKey: 'demo',
      baseUrl: 'http://mixpeek.local',
      namespace: NAMESPACE,
      fetch: watch(server.fetch, wire),
    });
  try {
    let mp = connect();
    await story.step(`A standalone namespace with one index, ${INDEX}: ${DIMENSION} dimensions, cosine`, () =>
      mp.namespaces.create({
        namespace_id: NAMESPACE,
        mode: 'standalone',
        vector_configs: [{ name: INDEX, dimension: DIMENSION, metric: 'cosine' }],
      }),
    );
    await story.command(
      `mixpeek namespaces create-standalone --namespace-id ${NAMESPACE} --vector-configs '[{"name":"${INDEX}","dimension":${DIMENSION},"metric":"cosine"}]'`,
    );

    const { passages, vectors } = await embedReadmes(story, { cwd, embed: (texts) => encoder.embed(texts, DIMENSION) });
    await story.step(`${passages.length} documents are upserted with their vectors`, () =>
      upsert(mp, passages, vectors),
    );
    await story.command(`mixpeek upsert documents.jsonl -n ${NAMESPACE}`);

    const [query] = await encoder.embed([question], DIMENSION);
    const found = await story.step(`Search by vector: "${question}"`, () =>
      mp.search({ queries: [{ vector_name: INDEX, vector: query ?? [], top_k: HITS }] }),
    );
    await showHits(story, found, layout);
    await story.note(`The read carried X-Write-Token: ${wire.token.slice(0, 18)}…, so it sees the upsert before it.`);
    await story.command(`mixpeek search --vector @question.json --on ${INDEX} -n ${NAMESPACE}`);

    const byText = { queries: [{ vector_name: INDEX, text: question, top_k: HITS }] };
    const refusal = await story.step('The same question as text is refused, because nothing embeds it yet', () =>
      mp.search(byText).then(
        () => undefined,
        (error: unknown) => error,
      ),
    );
    if (!isApiError(refusal)) throw new CliError('The text query was not refused.', { exitCode: exitCodes.internal });
    await story.note(`${refusal.status} ${refusal.code ?? refusal.type}: ${refusal.message}\n`);
    await story.step(`The namespace is promoted: ${INDEX} is embedded by ${ENCODER}`, () =>
      mp.namespaces.promote({ vector_mappings: [{ existing_index: INDEX, inference_service: ENCODER }] }),
    );
    await story.command(`mixpeek promote ${NAMESPACE} --map ${INDEX}=${ENCODER}`);

    const again = await story.step('Now the same text query works', () => mp.search(byText));
    await showHits(story, again, layout);
    await story.command(`mixpeek search "${question}" --on ${INDEX} -n ${NAMESPACE}`);

    const archive = join(dataDir, 'model.tar.gz');
    await writeModelArchive(archive);
    const model = await story.step('A model archive is uploaded', () =>
      mp.namespaces.models.upload({ file: archive, name: 'demo-encoder', version: '1.0.0', model_format: 'onnx' }),
    );
    await story.note(`${model.model_id} is ${model.deployment_status}`);
    await story.command(
      `mixpeek models upload ${relative(cwd, archive)} --name demo-encoder --version 1.0.0 --format onnx -n ${NAMESPACE}`,
    );

    const kept = await story.step('The server is closed and opened again', async () => {
      await server.close();
      server = createServer(options);
      await server.ready();
      mp = connect();
      return mp.namespaces.get(NAMESPACE);
    });
    await story.note(`${kept.document_count ?? 0} documents, ${kept.mode ?? ''}: nothing was lost.`);
    await story.end(
      `MIXPEEK_DATA=${relative(cwd, dataDir)} npx mixpeek --local search "another question" --on ${INDEX} -n ${NAMESPACE}`,
    );
  } finally {
    await server.close();
  }
}

/** Notes what goes over the wire, and passes it on. */
function watch(fetch: typeof globalThis.fetch, wire: { token: string }): typeof globalThis.fetch {
  return (input, init) => {
    wire.token = new Headers(init?.headers).get('x-write-token') ?? wire.token;
    return fetch(input, init);
  };
}

interface Embedding {
  cwd: string;
  embed(texts: readonly string[]): Promise<Float32Array[]>;
}

async function embedReadmes(
  story: Story,
  { cwd, embed }: Embedding,
): Promise<{ passages: Passage[]; vectors: Float32Array[] }> {
  const nodeModules =
    (await findNodeModules(cwd)) ?? (await findNodeModules(fileURLToPath(new URL('.', import.meta.url))));
  if (nodeModules === undefined)
    throw new CliError('There is no node_modules folder here to read README files from.', {
      exitCode: exitCodes.usage,
      hint: 'Run the demo in a project with packages installed.',
    });
  const passages = await readPassages(nodeModules, MAX_PASSAGES);
  const packages = new Set(passages.map((passage) => passage.package)).size;
  const startedAt = performance.now();
  const texts = passages.map(({ heading, text }) => `${heading}. ${text}`.slice(0, LETTERS_EMBEDDED));
  const vectors = await story.step(
    `${passages.length} sections of the READMEs of ${packages} packages are embedded by a sentence encoder`,
    async () => {
      const made: Float32Array[] = [];
      for (let start = 0; start < texts.length; start += BATCH) {
        story.progress(start, texts.length);
        made.push(...(await embed(texts.slice(start, start + BATCH))));
      }
      return made;
    },
  );
  await story.note(
    `${((performance.now() - startedAt) / Math.max(1, passages.length)).toFixed(1)} ms a text, ${DIMENSION} numbers each`,
  );
  return { passages, vectors };
}

async function upsert(mp: Mixpeek, passages: readonly Passage[], vectors: readonly Float32Array[]): Promise<void> {
  const documents = passages.map(({ id, ...payload }, index) => ({
    document_id: id,
    vectors: { [INDEX]: vectors[index] ?? new Float32Array(DIMENSION) },
    payload,
  }));
  const { failed } = await mp.namespaces.documents.upsertMany(documents);
  const [first] = failed;
  if (first) throw first.error;
}

async function showHits(story: Story, { documents }: SearchResult, layout: TableOptions): Promise<void> {
  const rows = documents.map((hit) => {
    const { package: name, heading, text } = hit as unknown as Passage;
    return { score: (hit.score ?? 0).toFixed(3), package: name, section: heading, text };
  });
  await story.say(formatTable(rows, layout));
}
