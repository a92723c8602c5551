import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { requireBuild } from './e2e/run-mixpeek.js';
import { readBlocks, toPrograms, type Block } from './readme/blocks.js';
import { compile } from './readme/compile.js';
import { runProgram } from './readme/run-program.js';
import { commandsOf, runShell } from './readme/run-shell.js';
import { root } from './readme/sources.js';

/** Languages of blocks that are shown and not run. */
const SHOWN = ['', 'text', 'json', 'yaml', 'jsonl'];

/** Commands that install, that run this suite, or that do not end. */
const NOT_RUN = [
  'npm ci && npm run demo',
  'npm ci && npm test',
  'npm install mixpeek',
  'npx mixpeek serve --port 8787 --data ./.mixpeek',
];

const docs = join(root, 'docs');
const documents = ['README.md', ...(existsSync(docs) ? readdirSync(docs).map((name) => `docs/${name}`) : [])].filter(
  (path) => path.endsWith('.md') && existsSync(join(root, path)),
);
const blocks = documents.flatMap((path) =>
  readBlocks(join(root, path)).map((block): Block => ({ ...block, document: path })),
);
const programs = toPrograms(blocks.filter(({ language }) => language === 'ts'));
const scripts = blocks
  .filter(({ language }) => language === 'sh' || language === 'console')
  .map((block) => ({
    title: `${block.document}:${block.line} (${block.section})`,
    commands: commandsOf(block).filter((command) => !NOT_RUN.includes(command)),
  }))
  .filter(({ commands }) => commands.length > 0);

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mixpeek-readme-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('what the documents show', () => {
  it('compiles under strict options', () => {
    const found = compile(programs).flatMap((messages, at) =>
      messages.map((message) => `${programs[at]?.title}: ${message}`),
    );
    expect(found).toEqual([]);
  });

  it.each(programs.map((program) => [program.title, program] as const))('runs: %s', async (_title, program) => {
    expect(await runProgram(program, temporaryFolder())).not.toBe('');
  });
});

describe('the commands that the documents show', () => {
  beforeAll(requireBuild);

  it.each(scripts.map(({ title, commands }) => [title, commands] as const))('run: %s', async (_title, commands) => {
    expect(await runShell(commands, temporaryFolder())).toHaveLength(commands.length);
  });
});

it('leaves no block out, and finds some', () => {
  const languages = new Set(blocks.map(({ language }) => language));
  expect([...languages].filter((name) => !['ts', 'sh', 'console', ...SHOWN].includes(name))).toEqual([]);
  expect(programs.length).toBeGreaterThanOrEqual(8);
  expect(scripts.length).toBeGreaterThanOrEqual(1);
  const all = blocks.filter(({ language }) => ['sh', 'console'].includes(language)).flatMap(commandsOf);
  expect(NOT_RUN.filter((command) => !all.includes(command))).toEqual([]);
});

describe('the reader of documents', () => {
  const SAMPLE = [
    '# Title',
    '## One',
    '```ts',
    "import { version } from 'mixpeek';",
    'const first: string = version;',
    '```',
    'and on:',
    '```ts',
    'console.log(first.length > 0);',
    '```',
    '## Two',
    '```console',
    '$ mixpeek --version',
    '0.0.0',
    '```',
    '````ts',
    "import { Mixpeek } from 'mixpeek';",
    'new Mixpeek({ apiKey: 1 }); // ```',
    '````',
  ].join('\n');
  const sample = readBlocks('sample.md', SAMPLE);
  const [first, second] = toPrograms(sample.filter(({ language }) => language === 'ts'));

  it('joins the blocks of a section until one imports', () => {
    expect(sample.map(({ language, line, section }) => [language, line, section])).toEqual([
      ['ts', 4, 'One'],
      ['ts', 9, 'One'],
      ['console', 13, 'Two'],
      ['ts', 17, 'Two'],
    ]);
    expect([first?.title, second?.title]).toEqual(['sample.md:4 (One)', 'sample.md:17 (Two)']);
  });

  it('sees what does not compile', () => {
    const [fine, wrong] = compile([first, second].filter((program) => program !== undefined));
    expect(fine).toEqual([]);
    expect(wrong?.[0]).toContain("Type 'number' is not assignable");
  });

  it('runs what does, and fails with it', async () => {
    if (first === undefined || second === undefined) throw new Error('The sample has two programs.');
    expect(await runProgram(first, temporaryFolder())).toBe('true\n');
    await expect(runProgram(second, temporaryFolder())).rejects.toThrow('apiKey');
  });

  it('takes the commands out of a session', async () => {
    const [session] = sample.filter(({ language }) => language === 'console');
    if (session === undefined) throw new Error('The sample has a session.');
    expect(commandsOf(session)).toEqual(['mixpeek --version']);
    expect(await runShell(commandsOf(session), temporaryFolder())).toEqual([
      expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    ]);
    await expect(runShell(['npx mixpeek no-such-command'], temporaryFolder())).rejects.toThrow('no-such-command');
  });

  it('refuses a fence that is left open', () => {
    expect(() => readBlocks('sample.md', '```ts\nlet a')).toThrow('sample.md:2');
  });
});
