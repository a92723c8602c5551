import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli/main.js';
import type { Io } from '../../src/cli/io.js';
import { createServer } from '../../src/server/index.js';
import type { ServerOptions } from '../../src/server/index.js';

export interface CliResult {
  code: number;
  out: string;
  err: string;
}

export interface CliOptions {
  stdin?: string;
  /** Width of the terminal that all three streams are; without it none is one. */
  terminal?: number;
  env?: Record<string, string>;
  /** Answers to questions, in order. */
  answers?: string[];
  signal?: AbortSignal;
  /** Given, in place of the session's server. */
  fetch?: typeof globalThis.fetch;
}

export interface CliSession {
  /** Runs a command line; `mixpeek` itself is not among the words. */
  mixpeek(words: readonly string[], options?: CliOptions): Promise<CliResult>;
  /** Writes a file into the session's folder. */
  file(name: string, content: string | Uint8Array): string;
  readonly folder: string;
  readonly requests: Request[];
  readonly questions: string[];
  close(): Promise<void>;
}

/** A folder of its own, an empty configuration, and a reference server behind `fetch`. */
export function createCliSession(options: ServerOptions = {}): CliSession {
  const folder = mkdtempSync(join(tmpdir(), 'mixpeek-cli-'));
  const server = createServer(options);
  const requests: Request[] = [];
  const questions: string[] = [];
  const observed: typeof globalThis.fetch = async (input, init) => {
    requests.push(new Request(input, { ...init, body: null }));
    return server.fetch(new Request(input, init));
  };
  return {
    folder,
    requests,
    questions,
    file: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    mixpeek: async (words, { stdin, terminal, env = {}, answers = [], signal, fetch = observed } = {}) => {
      let out = '';
      let err = '';
      const io: Io = {
        stdin: bytesOf(stdin ?? ''),
        stdinIsTty: terminal !== undefined && stdin === undefined,
        stdoutIsTty: terminal !== undefined,
        stderrIsTty: terminal !== undefined,
        width: terminal ?? 80,
        write: async (text) => {
          out += text;
        },
        writeError: (text) => {
          err += text;
        },
        prompt: async (question) => {
          questions.push(question);
          return answers.shift() ?? '';
        },
      };
      const home = { HOME: folder, MIXPEEK_API_KEY: 'sk_test', NO_COLOR: '1' };
      const given = { io, env: { ...home, ...env }, cwd: folder, fetch };
      const code = await run(words, signal === undefined ? given : { ...given, signal });
      return { code, out, err };
    },
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
