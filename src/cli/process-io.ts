import { Writable } from 'node:stream';
import { isatty } from 'node:tty';
import { interrupted } from './cli-error.js';
import type { Io } from './io.js';

/** The terminal of this process. Opening stdin costs time, so it waits for its first use. */
export function createProcessIo(): Io {
  const { stdout, stderr } = process;
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
      stderr.write(text);
    },
    prompt: (question, options) => askOnTerminal(question, options?.hidden === true),
  };
}

async function askOnTerminal(question: string, hidden: boolean): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  // readline would send the question to the muted output, too.
  if (hidden) process.stderr.write(question);
  const muted = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: hidden ? muted : process.stderr, terminal: true });
  const controller = new AbortController();
  lines.once('SIGINT', () => controller.abort());
  try {
    return await lines.question(hidden ? '' : question, { signal: controller.signal });
  } catch (error) {
    throw controller.signal.aborted ? interrupted() : error;
  } finally {
    lines.close();
    if (hidden) process.stderr.write('\n');
  }
}
