import type { Command } from 'commander';
import { buildWholeTree } from './program.js';

/** Every command filled in, to be looked at and not run. */
export function buildWholeProgram(): Promise<Command> {
  return buildWholeTree({
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
