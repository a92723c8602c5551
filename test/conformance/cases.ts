import { readdirSync, readFileSync } from 'node:fs';
import type { ServerOptions } from '../../src/server/index.js';
import type { Json } from './match.js';

/** See README.md for what the fields mean. */
export interface Step {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string | null>>;
    readonly body?: Json;
    readonly text?: string;
    /** Bytes, in base64. */
    readonly base64?: string;
    readonly form?: Readonly<Record<string, string | { readonly filename: string; readonly base64: string }>>;
  };
  readonly expect?: {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: Json;
    readonly text?: string;
  };
  readonly save?: Readonly<Record<string, string>>;
}

export interface Case {
  readonly name: string;
  readonly server?: ServerOptions;
  readonly steps: readonly Step[];
}

interface CaseFile {
  readonly headers?: Readonly<Record<string, string>>;
  readonly before?: readonly Step[];
  readonly cases: readonly Case[];
}

const FOLDER = new URL('./cases/', import.meta.url);

/** Every case by family, with its file's headers and first steps put in place. */
export function loadCases(): Map<string, Case[]> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  return new Map(files.sort().map((name) => [name.replace('.json', ''), readCases(new URL(name, FOLDER))]));
}

function readCases(url: URL): Case[] {
  const { headers = {}, before = [], cases } = JSON.parse(readFileSync(url, 'utf8')) as CaseFile;
  const withHeaders = (step: Step): Step => ({
    ...step,
    request: { ...step.request, headers: { ...headers, ...step.request.headers } },
  });
  return cases.map((each) => ({ ...each, steps: [...before, ...each.steps].map(withHeaders) }));
}
