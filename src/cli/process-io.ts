import { isatty } from 'node:tty';
import type { Io } from './io.js';

/** The terminal of this process. Opening stdin and stderr costs time, so they wait for their first use. */
export function createProcessIo(): Io {
  const { stdout } = process;
  return {
    get stdin() {
      return process.stdin;
    },
    stdinIsTty: isatty(0),
    stdoutIsTty: isatty(1),
    stderrIsTty: isatty(2),
    width: isatty(1) ? stdout.columns : 80,
    write: (text) =>
      new Promise((resolve) => {
        if (stdout.write(text)) resolve();
        else stdout.once('drain', resolve);
      }),
    writeError: (text) => {
      process.stderr.write(text);
    },
    async prompt(question, options) {
      const { askOnTerminal } = await import('./ask-on-terminal.js');
      return askOnTerminal(question, options?.hidden === true);
    },
  };
}
