import type { Command } from 'commander';
import { roster } from '../generated/roster.js';
import { toKebabCase } from './case.js';
import { commandEntries } from './commands/index.js';
import { buildProgram } from './program.js';

/** Every command filled in, to be looked at and not run. */
export function buildWholeProgram(): Promise<Command> {
  const words = [
    ...Object.entries(roster).flatMap(([path, { verbs }]) =>
      [...path.split('.'), ...verbs.replaceAll('*', '').split(' ')].map(toKebabCase),
    ),
    ...commandEntries.flatMap(({ path }) => path.split(' ')),
  ];
  return buildProgram(words, {
    io: {
      stdin: { [Symbol.asyncIterator]: async function* () {} },
      stdinIsTty: false,
      stdoutIsTty: false,
      stderrIsTty: false,
      width: 80,
      write: async () => undefined,
      writeError: () => undefined,
      prompt: async () => '',
    },
    env: {},
    cwd: '.',
    signal: new AbortController().signal,
  });
}
