import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { builtCommand } from './build-script.js';
import type { Contestant } from './comparison.js';
import { CLIENT_CORE } from './machine.js';
import { ROOT } from './paths.js';

export type Figures = Readonly<Record<string, number>>;
export type Outcome = { readonly figures: Figures } | { readonly failure: string };

const RUSAGE = new URL('./rusage.py', import.meta.url).pathname;
const REASON_LENGTH = 400;

export interface RunOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** Runs a contestant to its end. What goes wrong is an outcome, never an exception: a failed contestant is shown as failed. */
export async function runContestant(contestant: Contestant, { env, timeoutMs }: RunOptions): Promise<Outcome> {
  const command = await builtCommand(contestant.command);
  const child = spawn('python3', [RUSAGE, CLIENT_CORE, ...command], {
    cwd: ROOT,
    // A group of its own, so that a contestant that hangs ends with the helpers it started.
    detached: true,
    env: { ...process.env, ...env, ...contestant.env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const timeout = new AbortController();
  const timer = setTimeout(() => {
    timeout.abort();
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, timeoutMs);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  try {
    const [stdout, stderr, usage, code] = await Promise.all([
      text(child.stdout as Readable),
      text(child.stderr as Readable),
      text(child.stdio[3] as Readable),
      ended,
    ]);
    if (timeout.signal.aborted) return { failure: `took longer than ${timeoutMs / 1000} s` };
    if (code !== 0) return { failure: `exit ${code ?? 'by a signal'}: ${shorten(stderr || stdout)}` };
    return { figures: { ...reportedFigures(stdout), ...(JSON.parse(usage) as Figures) } };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** The numbers of the JSON object in the last line; none where a contestant prints something else, such as its version. */
export function reportedFigures(stdout: string): Figures {
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) return {};
  try {
    const entries = Object.entries(JSON.parse(last) as Record<string, unknown>);
    return Object.fromEntries(entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
  } catch {
    return {};
  }
}

/** An error text from its first line that names an error, without its stack trace. */
export function shorten(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !/^\s+at |^Node\.js v/.test(line));
  const first = lines.findIndex((line) => /error/i.test(line));
  return lines
    .slice(Math.max(first, 0))
    .map((line) => line.trim())
    .join(' ')
    .slice(0, REASON_LENGTH);
}
