import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { helpFileName } from '../../src/cli/help-pages.js';
import { run } from '../../src/cli/main.js';
import { buildWholeProgram } from '../../src/cli/whole-program.js';

/** Writes what `--help` prints for every command, a file for each group. */
export async function writeHelpPages(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files = new Map<string, Record<string, string>>();
  await addPages(await buildWholeProgram(), [], files);
  for (const [group, pages] of files) await writeFile(join(folder, helpFileName(group)), JSON.stringify(pages));
}

async function addPages(
  command: Command,
  words: readonly string[],
  files: Map<string, Record<string, string>>,
): Promise<void> {
  const isGroup = command.commands.length > 0;
  const group = (isGroup ? words : words.slice(0, -1)).join(' ');
  const pages = files.get(group) ?? {};
  files.set(group, pages);
  pages[isGroup ? '' : command.name()] = await printedHelp(words);
  for (const child of command.commands) await addPages(child, [...words, child.name()], files);
}

async function printedHelp(words: readonly string[]): Promise<string> {
  let help = '';
  const fail = (): never => {
    throw new Error(`\`mixpeek ${words.join(' ')} --help\` does more than print its help.`);
  };
  const code = await run([...words, '--help'], {
    io: {
      stdin: { [Symbol.asyncIterator]: fail },
      stdinIsTty: false,
      stdoutIsTty: false,
      stderrIsTty: false,
      width: 80,
      write: async (text) => void (help += text),
      writeError: fail,
      prompt: fail,
    },
    env: {},
    cwd: '.',
  });
  return code === 0 ? help : fail();
}
