import type { Command } from 'commander';
import type { Surroundings } from './context.js';
import { buildWholeTree } from './program.js';

/** A world in which nothing is read and nothing is written. */
export const NOWHERE: Surroundings = {
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
};

/** Every command filled in, to be looked at and not run. */
export const buildWholeProgram = (): Promise<Command> => buildWholeTree(NOWHERE);
