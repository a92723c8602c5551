import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
let program: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mixpeek-process-'));
  program = join(folder, 'mixpeek.ts');
  const main = pathToFileURL(join(root, 'src/cli/main.ts')).href;
  writeFileSync(
    program,
    `import { runProcess } from ${JSON.stringify(main)};\nprocess.exitCode = await runProcess();\n`,
  );
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

interface Running {
  child: ChildProcessWithoutNullStreams;
  ended: Promise<Ended>;
  /** Resolves once stderr holds the text. */
  untilSaid(text: string): Promise<string>;
}

function start(words: readonly string[], variables: Record<string, string> = {}): Running {
  const tsx = pathToFileURL(join(root, 'node_modules/tsx/dist/esm/index.mjs')).href;
  const env = { PATH: process.env['PATH'], HOME: folder, ...variables };
  const child = spawn(process.execPath, ['--import', tsx, program, ...words], { cwd: folder, env });
  let out = '';
  let err = '';
  const waiting = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
    for (const check of waiting) check();
  });
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  const untilSaid = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (err.includes(text)) resolve(err);
      };
      waiting.add(check);
      check();
      void ended.then(() => reject(new Error(`The process ended without saying "${text}": ${err}`)));
    });
  return { child, ended, untilSaid };
}

describe('the process', () => {
  it('serves until Ctrl-C, holds its data directory, and ends with 0', async () => {
    const server = start(['serve', '--port', '0', '--data', '.mixpeek']);
    const said = await server.untilSaid('export MIXPEEK_BASE_URL=');
    const url = /http:\S+?(?=[\s,])/.exec(said)?.[0] ?? '';

    const overHttp = await start([
      'namespaces',
      'create',
      '--mode',
      'standalone',
      '--namespace-name',
      'shop',
      '--base-url',
      url,
      '-o',
      'id',
    ]).ended;
    expect(overHttp).toMatchObject({ code: 2, out: '' });
    expect(overHttp.err).toContain('There is no API key');

    const second = await start(['--local', 'namespaces', 'list']).ended;
    expect(second).toMatchObject({ code: 6, out: '' });
    expect(second.err).toContain('in use by another');

    server.child.kill('SIGINT');
    expect(await server.ended).toMatchObject({ code: 0, out: '' });
  });

  it('keeps the state of --local from one command to the next', async () => {
    const created = await start(['--local', 'namespaces', 'create', '--mode', 'standalone', '--namespace-name', 'shop'])
      .ended;
    expect(created).toMatchObject({ code: 0, err: '' });
    const listed = await start(['--local', 'namespaces', 'list', '--query', 'results[].namespace_name']).ended;
    expect(JSON.parse(listed.out)).toEqual(['shop']);
  });

  it.each([
    ['--local', 'namespaces', 'list'],
    ['serve', '--port', '0', '--data', '.mixpeek'],
  ])('ends with 2 when the state cannot be kept where it should be: %s', async (...words) => {
    writeFileSync(join(folder, '.mixpeek'), 'a file, not a directory');
    const { code, out, err } = await start(words).ended;
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`The data directory ${join(folder, '.mixpeek')} cannot be created`);
    expect(err).not.toContain('fault of mixpeek');
  });

  it.skipIf(!existsSync('/dev/full'))('says so when stdout cannot be written, without a stack', async () => {
    const shell = spawn('sh', ['-c', '"$0" --import tsx "$1" --version > /dev/full', process.execPath, program], {
      cwd: root,
    });
    let err = '';
    shell.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const code = await new Promise((resolve) => shell.once('close', resolve));
    expect(code).toBe(1);
    expect(err).toMatch(/^Error: stdout cannot be written: ENOSPC.*\n$/);
  });

  it('ends with 130 when Ctrl-C comes while it waits for an answer', async () => {
    const silent = createServer();
    const asked = new Promise<void>((resolve) => silent.once('request', () => resolve()));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const waiting = start(['health', 'get', '--base-url', `http://127.0.0.1:${port}`], { MIXPEEK_API_KEY: 'any' });
    await asked;
    waiting.child.kill('SIGINT');
    expect(await waiting.ended).toEqual({ code: 130, out: '', err: 'Error: Interrupted.\n' });
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });

  it('is quiet when the reader goes away', async () => {
    const help = start(['--help']);
    help.child.stdout.destroy();
    const { code, err } = await help.ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });
});
