import { unwrapCommonJs } from '../internal/common-js.js';
// In the command, as CommonJS, `promises` are loaded by the first use: most runs read no file.
import { createReadStream, promises as files } from 'node:fs';
import { resolve } from 'node:path';
import { usageError } from './cli-error.js';
import { readText } from './io.js';
import type { Io } from './io.js';

/** Where values that a flag refers to are read from. */
export interface InputSource {
  readonly io: Pick<Io, 'stdin' | 'stdinIsTty'>;
  readonly cwd: string;
}

/** Data given to a flag: JSON, YAML, `@file` with either, or `-` for stdin. */
export async function readData(source: InputSource, text: string, flag: string): Promise<unknown> {
  if (text === '-') return parseData(await readStdin(source, flag), 'stdin');
  if (text.startsWith('@')) return parseData(await readTextFile(source, text.slice(1), flag), text.slice(1));
  return parseData(text, flag);
}

/** A value after `--set a.b=`: JSON where it is JSON, else the text itself. */
export function parseRelaxed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Bytes of a file or of stdin (`-`), read as they are used. */
export async function openBytes(source: InputSource, path: string, flag: string): Promise<AsyncIterable<Uint8Array>> {
  if (path === '-') {
    refuseTerminal(source, flag);
    return source.io.stdin;
  }
  const full = resolve(source.cwd, path);
  const info = await files.stat(full).catch((cause: unknown) => {
    throw unreadable(path, flag, cause);
  });
  if (!info.isFile()) throw usageError(`${flag}: ${path} is not a file.`);
  return createReadStream(full);
}

async function readTextFile({ cwd }: InputSource, path: string, flag: string): Promise<string> {
  try {
    return await files.readFile(resolve(cwd, path), 'utf8');
  } catch (cause) {
    throw unreadable(path, flag, cause);
  }
}

async function readStdin(source: InputSource, flag: string): Promise<string> {
  refuseTerminal(source, flag);
  return readText(source.io.stdin);
}

/** Waiting for a person to type JSON looks like hanging. */
function refuseTerminal({ io }: InputSource, flag: string): void {
  if (io.stdinIsTty)
    throw usageError(`${flag} reads stdin, which is the terminal.`, 'Pipe the data in, or name a file.');
}

async function parseData(text: string, name: string): Promise<unknown> {
  try {
    return JSON.parse(text);
  } catch (jsonError) {
    const { parse } = unwrapCommonJs(await import('yaml'));
    try {
      return parse(text) as unknown;
    } catch (yamlError) {
      const problem = /^\s*[[{]/.test(text) ? jsonError : yamlError;
      throw usageError(`${name} is neither JSON nor YAML: ${firstLine(problem)}`);
    }
  }
}

function unreadable(path: string, flag: string, cause: unknown): Error {
  const { code } = cause as { code?: string };
  const reason = code === 'ENOENT' ? 'there is no such file' : firstLine(cause);
  return usageError(`${flag}: cannot read ${path}: ${reason}.`);
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
