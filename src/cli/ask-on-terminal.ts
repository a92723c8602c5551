import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { interrupted } from './cli-error.js';

/** Asks on stderr and reads the answer from stdin; a hidden one is not echoed. */
export async function askOnTerminal(question: string, hidden: boolean): Promise<string> {
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
