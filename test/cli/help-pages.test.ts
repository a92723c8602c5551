import { describe, expect, it } from 'vitest';
import { readHelpPage } from '../../src/cli/help-pages.js';
import { run } from '../../src/cli/main.js';
import { buildWholeProgram } from '../../src/cli/whole-program.js';
import type { Command } from 'commander';

const BUILT = new URL('../../dist/cli/help/', import.meta.url);
const NO_PAGES = new URL('../../dist/cli/no-such-folder/', import.meta.url);

function pathsOf(command: Command, path = ''): string[] {
  return [path, ...command.commands.flatMap((child) => pathsOf(child, `${path} ${child.name()}`.trim()))];
}

async function print(words: readonly string[], pages?: (command: string) => string | undefined) {
  let out = '';
  const code = await run(words, {
    io: {
      stdin: { [Symbol.asyncIterator]: async function* () {} },
      stdinIsTty: false,
      stdoutIsTty: false,
      stderrIsTty: false,
      width: 80,
      write: async (text) => void (out += text),
      writeError: (text) => void (out += text),
      prompt: async () => '',
    },
    env: {},
    cwd: '.',
    ...(pages ? { pages } : {}),
  });
  return { out, code };
}

describe('the pages of help that the build writes', () => {
  it('are what each command prints by itself', async () => {
    const paths = pathsOf(await buildWholeProgram());
    expect(paths.length).toBeGreaterThan(60);
    for (const path of paths) {
      const words = path === '' ? [] : path.split(' ');
      expect({ path, page: readHelpPage(BUILT, path) }).toEqual({
        path,
        page: (await print([...words, '--help'])).out,
      });
    }
  });

  it('are printed without building a command', async () => {
    expect(await print(['namespaces', 'list', '--help'], (command) => `page of ${command}`)).toEqual({
      out: 'page of namespaces list',
      code: 0,
    });
    expect((await print([], () => 'all')).out).toBe('all');
    expect((await print(['help', 'search'], (command) => command)).out).toBe('search');
  });

  it.each([
    ['-o', 'json', '--help'],
    ['../../package', '--help'],
    ['namespaces', 'list', '--help', '--all'],
  ])('are not asked for by %s %s %s', async (...words) => {
    const asked: string[] = [];
    await print(words, (command) => void asked.push(command));
    expect(asked).toEqual([]);
  });

  it('are done without where there are none', async () => {
    expect(readHelpPage(NO_PAGES, 'namespaces list')).toBeUndefined();
    expect(readHelpPage(BUILT, 'namespaces lst')).toBeUndefined();
    const { out } = await print(['namespaces', 'list', '--help'], (command) => readHelpPage(NO_PAGES, command));
    expect(out).toContain('Usage: mixpeek namespaces list');
  });
});
