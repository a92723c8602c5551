import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import ts from 'typescript';
import { generateFiles } from '../../scripts/generate/files.js';
import { loadDocument } from '../../scripts/generate/document.js';
import type { OpenApiDocument } from '../../scripts/generate/openapi.js';

const fixture = new URL('./fixtures/oddities.json', import.meta.url).pathname;
const generate = async () => generateFiles(await loadDocument(fixture));

/** Compiles generated text together with the hand-written types that it imports. */
async function compile(files: Record<string, string>): Promise<string[]> {
  const root = new URL('../../src/', import.meta.url).pathname;
  const virtual = new Map(Object.entries(files).map(([name, text]) => [`${root}generated-test/${name}`, text]));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    skipLibCheck: true,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { readFile: read, fileExists } = host;
  host.readFile = (name) => virtual.get(name) ?? read(name);
  host.fileExists = (name) => virtual.has(name) || fileExists(name);
  host.directoryExists = (name) => name.startsWith(`${root}generated-test`) || ts.sys.directoryExists(name);
  host.getSourceFile = (name, version) => {
    const text = host.readFile(name);
    return text === undefined ? undefined : ts.createSourceFile(name, text, version);
  };
  const program = ts.createProgram([...virtual.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map((each) => ts.flattenDiagnosticMessageText(each.messageText, '\n'));
}

/** The text of every module of rows, in the order in which they are written. */
const rowsOf = (files: Record<string, string>): string =>
  Object.keys(files)
    .filter((name) => name.startsWith('rows/'))
    .map((name) => files[name])
    .join('\n');

describe('the generator on the oddities of framework-made documents', () => {
  it('writes files that compile', async () => {
    const { files } = await generate();
    expect(await compile(files)).toEqual([]);
  });

  it('can fail: a type that does not exist is reported', async () => {
    expect(await compile({ 'broken.ts': 'export type A = Missing;' })).toHaveLength(1);
  });

  it('writes the same text twice', async () => {
    expect((await generate()).files).toEqual((await generate()).files);
  });

  it('leaves out private operations and the twin of a duplicate route, and says so', async () => {
    const { skipped } = await generate();
    expect(skipped).toEqual(['GET /v1/labels/: the same route as /v1/labels', 'GET /v1/private/audit: private']);
  });

  it('names by path, whatever tags and operation ids say', async () => {
    const { files } = await generate();
    const ids = [...rowsOf(files).matchAll(/"id":"([^"]+)"/g)].map((match) => match[1]);
    expect(ids).toEqual([
      'events.create',
      'labels.create',
      'labels.list',
      'scans.create',
      'shelves.books.delete',
      'shelves.create',
      'shelves.delete',
      'shelves.get',
      'shelves.list',
    ]);
  });

  it('takes both spellings of the authorization header out of every file', async () => {
    const { files } = await generate();
    expect(Object.values(files).join('\n')).not.toMatch(/authorization/i);
  });

  it('keeps fields with defaults optional, answers open and recursion by name', async () => {
    const { files } = await generate();
    const schemas = files['schemas.ts'] ?? '';
    expect(schemas).toMatch(/interface ShelfInput {[^}]*kind\?: "open" \| "closed";/);
    expect(schemas).toMatch(/interface ShelfOutput {[^}]*kind\?: 'open' \| 'closed' \| \(string & {}\);/);
    expect(schemas).toMatch(/AND\?: readonly \(Rule \| Test\)\[\] \| null/);
    expect(schemas).toMatch(/size\?: \[\s*number,\s*string\s*\]/);
  });

  it('keeps a trailing slash on the wire, the body of a DELETE and the file part last', async () => {
    const { files } = await generate();
    const rows = rowsOf(files);
    expect(rows).toContain('"path":"/v1/labels/"');
    expect(rows).toMatch(/"id":"shelves.books.delete".*"body":{"kind":"json","required":true,"fields":"book_ids\*:a"}/);
    expect(rows).toContain(
      '"parts":[{"name":"name","required":true},{"name":"dpi"},{"name":"file","file":true,"required":true}]',
    );
  });

  it('documents every method with a call of it', async () => {
    const { files } = await generate();
    const methods = files['methods.ts'] ?? '';
    const signatures = [...methods.matchAll(/^ {2}\w+\(.*options\?: RequestOptions\)/gm)];
    expect(signatures.length).toBeGreaterThanOrEqual(9);
    expect([...methods.matchAll(/^ {3}\* @example\n {3}\* await mp\./gm)]).toHaveLength(signatures.length);
  });

  it('types all thirteen branches of a discriminated union by their literal', async () => {
    const { files } = await generate();
    for (let kind = 1; kind <= 13; kind += 1) {
      expect(files['schemas.ts']).toMatch(new RegExp(`interface Event${kind} {[^}]*kind: "kind_${kind}";`));
    }
  });

  it('refuses two operations of one name, naming both routes', async () => {
    const document = JSON.parse(await readFile(fixture, 'utf8')) as OpenApiDocument;
    const { get } = document.paths['/v1/labels'] ?? {};
    if (!get) throw new Error('the fixture has changed');
    document.paths['/v1/shelves/{shelf_id}/list'] = { post: { summary: 'x', responses: {} } };
    expect(() => generateFiles(document)).toThrow(/POST \/v1\/shelves\/.*shelves\.list; name one of them/);
  });

  it('refuses a document that refers to what it does not hold, naming each', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mixpeek-generate-'));
    const file = join(folder, 'broken.json');
    const text = await readFile(fixture, 'utf8');
    await writeFile(file, text.replaceAll('#/components/schemas/Shelf-Input', '#/components/schemas/Lost'));
    await expect(loadDocument(file)).rejects.toThrow(/refers to what it does not hold: #\/components\/schemas\/Lost$/);
    await rm(folder, { recursive: true });
  });
});
