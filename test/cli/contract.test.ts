import { execFileSync } from 'node:child_process';
import { transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toCommandPath } from '../../src/cli/example.js';
import { loadDescriptions } from '../helpers/descriptions.js';
import { operations } from '../../src/rows.js';
import type { Operation } from '../../src/operation.js';
import { createCliSession } from '../helpers/cli.js';
import type { CliSession } from '../helpers/cli.js';

const rows = Object.values(operations);
const descriptions = await loadDescriptions();
let session: CliSession;

beforeAll(() => {
  session = createCliSession();
  session.file('model.tar.gz', new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  session.file('documents.jsonl', '{"document_id":"a"}\n');
});
afterAll(() => session.close());

/** The example of the document, as the words of a command. */
function exampleWords(row: Operation): string[] {
  const { args = [], params = {} } = descriptions[row.id]?.example ?? {};
  const words = [...toCommandPath(row.id).split(' '), '-n', 'my-vectors', ...args];
  if (row.body?.kind === 'ndjson') return [...words, '--data', '@documents.jsonl'];
  if (row.body?.kind === 'multipart') {
    const files = new Set(row.body.parts?.filter((part) => part.file).map((part) => part.name));
    const fields = Object.fromEntries(Object.entries(params as object).filter(([name]) => !files.has(name)));
    const sets = Object.entries(fields).flatMap(([name, value]) => ['--set', `${name}=${JSON.stringify(value)}`]);
    const required = row.body.parts?.filter((part) => part.required && !part.file && !(part.name in fields)) ?? [];
    expect(required, `the example of ${row.id} lacks required parts`).toEqual([]);
    return [...words, 'model.tar.gz', ...sets];
  }
  if (row.body) return [...words, '--data', JSON.stringify(params)];
  const flags = Object.entries(params as Record<string, unknown>).map(
    ([name, value]) => `--${name.replaceAll('_', '-')}=${String(value)}`,
  );
  return [...words, ...flags.map((flag) => flag.replace(/=true$/, ''))];
}

/** The words that a shell gives to `curl`. */
function readWithShell(line: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${line}`;
  const env = { MIXPEEK_API_KEY: 'sk_from_environment' };
  return execFileSync('sh', ['-c', script], { env, encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('every operation as a command', () => {
  it('has all operations', () => {
    expect(rows.length).toBeGreaterThanOrEqual(55);
  });

  it.each(rows.map((row) => [toCommandPath(row.id), row] as const))(
    '%s: help is narrow, has an example, and is not an error',
    async (path) => {
      const { code, out, err } = await session.mixpeek([...path.split(' '), '--help']);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const wide = out.split('\n').filter((line) => line.length > 80);
      expect(wide).toEqual([]);
      expect(out).toMatch(new RegExp(`Example:\n {2}mixpeek ${path}`));
    },
  );

  it.each(rows.map((row) => [toCommandPath(row.id), row] as const))(
    '%s: a dry run prints the request as JSON and sends nothing',
    async (_path, row) => {
      const before = session.requests.length;
      const { code, out, err } = await session.mixpeek([...exampleWords(row), '--dry-run']);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const request = JSON.parse(out) as { method: string; url: string; headers: Record<string, string> };
      expect(request.method).toBe(row.http);
      expect(new URL(request.url).pathname.split('/').length).toBe(row.path.split('/').length);
      expect(request.headers['authorization']).toBe(row.public ? undefined : 'Bearer $MIXPEEK_API_KEY');
      expect(out).not.toContain('sk_test');
      expect(session.requests.length).toBe(before);
    },
  );

  it.each(rows.map((row) => [toCommandPath(row.id), row] as const))(
    '%s: as curl is one line whose words a shell reads',
    async (_path, row) => {
      const { code, out } = await session.mixpeek([...exampleWords(row), '--as', 'curl']);
      expect(code).toBe(0);
      expect(out.trimEnd().split('\n')).toHaveLength(1);
      const words = readWithShell(out);
      expect(words.includes('authorization: Bearer sk_from_environment')).toBe(row.public !== true);
      if (row.http !== 'GET') expect(words.slice(0, 2)).toEqual(['-X', row.http]);
      const at = words.indexOf('--data-raw');
      if (at >= 0) expect(() => JSON.parse(words[at + 1] ?? '') as unknown).not.toThrow();
    },
  );

  it.each(rows.map((row) => [toCommandPath(row.id), row] as const))('%s: as ts is a program', async (_path, row) => {
    const { code, out } = await session.mixpeek([...exampleWords(row), '--as', 'ts']);
    expect(code).toBe(0);
    expect(out).toContain(`mp.${row.id}(`);
    await expect(transform(out, { loader: 'ts' })).resolves.toMatchObject({ warnings: [] });
  });

  it.each(rows.map((row) => [toCommandPath(row.id), row] as const))(
    '%s: writes JSON or nothing to stdout against a server; text where the answer is text',
    async (_path, row) => {
      const { code, out } = await session.mixpeek([...exampleWords(row), '--yes', '--retries', '0']);
      if (out !== '' && row.response !== 'text') expect(() => JSON.parse(out) as unknown).not.toThrow();
      expect([0, 2, 4, 5, 6]).toContain(code);
    },
  );
});
