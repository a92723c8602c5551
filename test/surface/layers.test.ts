import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const source = join(root, 'src');
const aliases = (
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { imports: Record<string, Record<string, string>> }
).imports;

/** What each layer may import, besides itself. The first pattern that matches a file is its layer. */
const layers: readonly { name: string; files: RegExp; may: readonly string[] }[] = [
  { name: 'ground', files: /^(errors|operation|call|description|operation-schemas|version)\.ts$/, may: ['ground'] },
  { name: 'internal', files: /^internal\//, may: ['ground'] },
  { name: 'generated', files: /^generated\//, may: ['ground'] },
  { name: 'types', files: /^(types|rows)\.ts$/, may: ['ground', 'generated'] },
  { name: 'transport', files: /^transport\//, may: ['ground', 'internal', 'generated'] },
  { name: 'resources', files: /^resources\//, may: ['ground', 'internal', 'generated', 'transport'] },
  {
    name: 'client',
    files: /^(options|connect|client|command-client|create-client|index|raw)\.ts$/,
    may: ['ground', 'internal', 'generated', 'types', 'transport', 'resources'],
  },
  { name: 'webhooks', files: /^webhooks\//, may: [] },
  { name: 'transfer', files: /^transfer\//, may: ['ground', 'internal', 'types', 'client'] },
  { name: 'engine', files: /^server\/engine\//, may: ['internal'] },
  { name: 'retriever', files: /^server\/retriever\//, may: ['internal', 'ground', 'generated', 'engine', 'server'] },
  { name: 'server', files: /^server\//, may: ['internal', 'ground', 'generated', 'types', 'engine', 'retriever'] },
  { name: 'cli', files: /^cli\//, may: ['ground', 'internal', 'generated', 'types', 'client', 'transfer', 'server'] },
];

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const layerOf = (file: string) => layers.find((layer) => layer.files.test(file));

interface Import {
  from: string;
  to: string;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(source, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  return specifiers.flatMap((specifier) => {
    const targets = specifier.startsWith('#')
      ? Object.values(aliases[specifier] ?? {}).map((path) => join(root, path))
      : specifier.startsWith('.')
        ? [normalize(join(source, dirname(file), specifier.replace(/\.js$/, '.ts')))]
        : [];
    return targets.map((target) => ({ from: file, to: relative(source, target) }));
  });
}

const imports = files.flatMap(importsOf);

describe('the layers of src', () => {
  it('sees the files and their imports', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(300);
  });

  it('puts every file in a layer', () => {
    expect(files.filter((file) => layerOf(file) === undefined)).toEqual([]);
  });

  it('imports only files that exist', () => {
    expect(imports.filter(({ to }) => !files.includes(to))).toEqual([]);
  });

  it('imports in one direction', () => {
    const wrong = imports.filter(({ from, to }) => {
      const [layer, target] = [layerOf(from), layerOf(to)];
      return layer !== target && !layer?.may.includes(target?.name ?? '');
    });
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it('keeps the server apart from the client, so that they cannot share a mistake', () => {
    const shared = imports.filter(
      ({ from, to }) =>
        from.startsWith('server/') && /^(transport|resources|errors|client|index|options|cli)\b/.test(to),
    );
    expect(shared.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it('has no cycle', () => {
    expect(findCycle(imports)?.join(' -> ')).toBeUndefined();
  });

  it('finds a cycle when there is one', () => {
    const cycle = findCycle([
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'a' },
    ]);
    expect(cycle).toEqual(['a', 'b', 'c', 'a']);
  });
});

function findCycle(edges: readonly Import[]): string[] | undefined {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] | undefined => {
    const start = path.indexOf(file);
    if (start >= 0) return [...path.slice(start), file];
    if (done.has(file)) return undefined;
    for (const target of next.get(file) ?? []) {
      const cycle = visit(target, [...path, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of next.keys()) {
    const cycle = visit(file, []);
    if (cycle) return cycle;
  }
  return undefined;
}
