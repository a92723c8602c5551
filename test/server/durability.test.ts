import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';

import { createRandom } from '../../src/server/random.js';

const CHILD = new URL('durability-child.ts', import.meta.url).pathname;
const ROUNDS = 8;
const DIMENSION = 16;

async function createDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'mixpeek-durability-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

function startChild(dataDir: string): ChildProcess & { stdout: NonNullable<ChildProcess['stdout']> } {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, dataDir], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function startServer(dataDir: string): Promise<{ url: string; kill: () => Promise<void> }> {
  const child = startChild(dataDir);
  const errors: string[] = [];
  child.stderr?.on('data', (chunk) => errors.push(String(chunk)));
  const [url] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error(`The server did not start: ${errors.join('')}`))),
  ])) as [string];
  return {
    url,
    async kill() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

async function call(url: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: 'Bearer sk_test', 'content-type': 'application/json', 'x-namespace': 'kept' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

const vectorOf = (round: number, write: number): number[] =>
  Array.from({ length: DIMENSION }, (_, i) => Math.fround(Math.sin(round * 1000 + write + i)));

/** Two documents a request: one of its own, and one that every request overwrites with its number. */
const documentsOf = (round: number, write: number) => [
  { document_id: `r${round}-w${write}`, vectors: { v: vectorOf(round, write) }, payload: { round, write } },
  { document_id: 'latest', vectors: { v: vectorOf(round, write) }, payload: { round, write } },
];

type Listed = {
  results: { document_id: string; round: number; write: number; vectors: { v: number[] } }[];
  pagination: { next_cursor: string | null };
};

async function readAll(url: string): Promise<Map<string, Listed['results'][number]>> {
  const found = new Map<string, Listed['results'][number]>();
  let cursor: string | null = null;
  do {
    const { status, body } = await call(url, '/v1/documents/list', {
      limit: 1000,
      return_vectors: true,
      ...(cursor === null ? {} : { cursor }),
    });
    expect(status).toBe(200);
    const page = body as Listed;
    for (const document of page.results) found.set(document.document_id, document);
    cursor = page.pagination.next_cursor;
  } while (cursor !== null);
  return found;
}

test(
  'killed at any moment, it starts again with everything it acknowledged, and no half of a request',
  { timeout: 120_000 },
  async () => {
    const dataDir = await createDirectory();
    const seed = Date.now() % 1_000_000;
    const random = createRandom(seed);
    const acknowledged = new Set<string>();
    let latest = { round: -1, write: -1 };

    for (let round = 0; round < ROUNDS; round++) {
      const server = await startServer(dataDir);
      if (round === 0) {
        const vector_configs = [{ name: 'v', dimension: DIMENSION, metric: 'cosine' }];
        expect(
          await call(server.url, '/v1/namespaces/standalone', { namespace_id: 'kept', vector_configs }),
        ).toMatchObject({ status: 200 });
      }
      const found = await readAll(server.url);
      const missing = [...acknowledged].filter((id) => !found.has(id));
      expect(missing, `seed ${seed}, round ${round}`).toEqual([]);
      for (const { document_id: id, round: r, write, vectors } of found.values()) {
        expect(vectors.v.map(Math.fround), `vector of ${id}, seed ${seed}`).toEqual(vectorOf(r, write));
      }
      const last = found.get('latest');
      if (last !== undefined) {
        // The request under way at the kill may have been stored, but then it was stored whole.
        expect([last.round, last.write]).toSatisfy(
          ([r, w]: number[]) => r === latest.round && w !== undefined && w >= latest.write,
        );
        expect(found.has(`r${last.round}-w${last.write}`), `seed ${seed}, round ${round}`).toBe(true);
      }

      const killAfter = 1 + Math.floor(random() * 40);
      const hurry = random() * 4;
      for (let write = 0; ; write++) {
        const sending = call(server.url, '/v1/namespaces/kept/documents/upsert', {
          documents: documentsOf(round, write),
        });
        if (write === killAfter) {
          // Some microtasks later than the request, so that the kill falls anywhere between its arrival and its answer.
          const kill = new Promise<void>((resolve) => {
            const start = performance.now();
            const wait = (): void => {
              if (performance.now() - start < hurry) setImmediate(wait);
              else resolve(server.kill());
            };
            wait();
          });
          const answer = await sending.catch(() => undefined);
          await kill;
          if (answer?.status === 200) acknowledge(round, write);
          break;
        }
        expect(await sending).toMatchObject({ status: 200 });
        acknowledge(round, write);
      }
    }
    expect(acknowledged.size).toBeGreaterThan(ROUNDS);

    function acknowledge(round: number, write: number): void {
      acknowledged.add(`r${round}-w${write}`);
      latest = { round, write };
    }
  },
);

test('a second process on the directory is refused with what to do', { timeout: 60_000 }, async () => {
  const dataDir = await createDirectory();
  const server = await startServer(dataDir);
  const second = startChild(dataDir);
  const errors: string[] = [];
  second.stderr?.on('data', (chunk) => errors.push(String(chunk)));
  const [code] = (await once(second, 'exit')) as [number];
  expect(code).toBe(1);
  expect(errors.join('')).toContain(`The data directory ${dataDir} is in use by another server process.`);
  await server.kill();
});

test(
  'an import that a kill cut short is a failed task with every document it counts',
  { timeout: 60_000 },
  async () => {
    const dataDir = await createDirectory();
    const server = await startServer(dataDir);
    await call(server.url, '/v1/namespaces/standalone', { namespace_id: 'kept' });
    const countDocuments = async (url: string): Promise<number> =>
      ((await call(url, '/v1/namespaces/kept')).body as { document_count: number }).document_count;
    const lines = Array.from({ length: 20_000 }, (_, n) =>
      JSON.stringify({ document_id: `d${n}`, vectors: { v: vectorOf(0, n) } }),
    );
    let answered = false;
    const sending = fetch(`${server.url}/v1/namespaces/kept/bulk-import`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test', 'content-type': 'application/x-ndjson' },
      body: lines.join('\n'),
    }).then(
      () => (answered = true),
      () => undefined,
    );
    const isAnswered = (): boolean => answered;
    while (!isAnswered() && (await countDocuments(server.url)) === 0);
    await server.kill();
    await sending;

    const { url } = await startServer(dataDir);
    const { results } = (await call(url, '/v1/tasks/list', {})).body as {
      results: { status: string; outputs: { inserted: number }[] }[];
    };
    const [task] = results;
    expect(task?.status).toBe(isAnswered() ? 'COMPLETED' : 'FAILED');
    expect(await countDocuments(url)).toBe(task?.outputs[0]?.inserted);
    expect((task?.outputs[0]?.inserted ?? 0) % 1000).toBe(0);
  },
);
