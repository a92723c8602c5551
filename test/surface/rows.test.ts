import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { toCommandPath } from '../../src/cli/example.js';
import { buildWholeProgram } from '../../src/cli/whole-program.js';
import { listCommands } from '../../src/cli/command-list.js';
import { Mixpeek } from '../../src/client.js';
import { loadDescriptions } from '../helpers/descriptions.js';
import { components, operationSchemas } from '../../src/generated/json-schemas.js';
import { operations } from '../../src/rows.js';
import { version } from '../../src/version.js';
import { resolvers } from '../../src/server/resolvers/index.js';
import { createValidator } from '../../src/server/validation/create-validator.js';

const FLOOR = 55;
const rows = Object.values(operations);
const descriptions = await loadDescriptions();

/** Follows `namespaces.documents.upsert` through a client. */
function methodAt(client: Mixpeek, id: string): unknown {
  return id
    .split('.')
    .reduce<unknown>((node, segment) => (node as Record<string, unknown> | undefined)?.[segment], client);
}

describe('every row of the document', () => {
  it('is there', () => {
    expect(rows.length).toBeGreaterThanOrEqual(FLOOR);
    for (const [id, row] of Object.entries(operations)) expect(row.id).toBe(id);
  });

  it('is a method of the client, at the place its id says', () => {
    const mp = new Mixpeek({ apiKey: 'sk' });
    expect(rows.filter(({ id }) => typeof methodAt(mp, id) !== 'function').map(({ id }) => id)).toEqual([]);
  });

  it('is a command', async () => {
    const commands = listCommands(await buildWholeProgram());
    expect(Object.keys(commands).length).toBeGreaterThanOrEqual(FLOOR);
    expect(rows.map(({ id }) => toCommandPath(id)).filter((path) => commands[path] === undefined)).toEqual([]);
  });

  it('is answered by the reference server, which answers nothing else', () => {
    expect(Object.keys(resolvers).sort()).toEqual(rows.map(({ id }) => id).sort());
    const count = (fidelity: string) => Object.values(resolvers).filter((each) => each.fidelity === fidelity).length;
    expect(count('exact') + count('behavioural') + count('shape')).toBe(rows.length);
  });

  it('has a route of its own', () => {
    const routes = rows.map(({ http, path }) => `${http} ${path.replaceAll(/\{[^}]+\}/g, '{}')}`);
    expect(new Set(routes).size).toBe(rows.length);
  });

  it('has exactly the path parameters of its path', () => {
    for (const { id, path, args = [], namespace } of rows) {
      const names = Array.from(path.matchAll(/\{([^}]+)\}/g), (match) => match[1]);
      const inPath = namespace === undefined || namespace.in === 'header' ? [] : ['namespace_id'];
      expect([id, names.sort()]).toEqual([id, [...inPath, ...args].sort()]);
    }
  });

  it('has a summary, and a description for every field', () => {
    expect(Object.keys(descriptions).sort()).toEqual(rows.map(({ id }) => id).sort());
    const bare = Object.entries(descriptions).flatMap(([id, { summary, fields }]) => [
      ...(summary.trim() === '' ? [id] : []),
      ...fields.filter(({ description }) => description.trim() === '').map(({ name }) => `${id} ${name}`),
    ]);
    expect(bare).toEqual([]);
    expect(Object.values(descriptions).flatMap(({ fields }) => fields).length).toBeGreaterThan(150);
  });

  it('has its path and query parameters among the described fields', () => {
    const lost = rows.flatMap(({ id, args = [], query = [] }) => {
      const named = new Set(descriptions[id]?.fields.map(({ name }) => name));
      return [...args, ...query.map(({ name }) => name)]
        .filter((name) => !named.has(name))
        .map((name) => `${id} ${name}`);
    });
    expect(lost).toEqual([]);
  });

  it('has schemas, and an example whose body fits them where it takes a body', async () => {
    expect(Object.keys(operationSchemas).sort()).toEqual(rows.map(({ id }) => id).sort());
    const validator = createValidator(components);
    let checked = 0;
    for (const { id, body, query = [] } of rows) {
      const schema = operationSchemas[id]?.body;
      const params = descriptions[id]?.example?.params;
      if (schema === undefined || body?.kind !== 'json' || params === undefined) continue;
      const inQuery = new Set(query.map(({ name }) => name));
      const fields = Object.entries(structuredClone(params) as object).filter(([name]) => !inQuery.has(name));
      const sent: Record<string, unknown> = Object.fromEntries(fields);
      const value = body.list === undefined ? sent : sent[body.list];
      expect([id, await validator.check(schema, value, ['body'])]).toEqual([id, []]);
      checked += 1;
    }
    expect(checked).toBeGreaterThanOrEqual(20);
  });

  it('has an example when a call needs arguments', () => {
    const needy = rows.filter(({ args, body }) => (args?.length ?? 0) > 0 || body?.required === true);
    expect(needy.length).toBeGreaterThan(30);
    expect(needy.filter(({ id }) => descriptions[id]?.example === undefined).map(({ id }) => id)).toEqual([]);
  });
});

describe('the package', () => {
  it('exports these values and no others', async () => {
    expect(Object.keys(await import('../../src/index.js')).sort()).toEqual([
      'AbortError',
      'ApiError',
      'ConfigError',
      'ConnectionError',
      'DecodeError',
      'Mixpeek',
      'MixpeekError',
      'TaskFailedError',
      'TimeoutError',
      'ValidationError',
      'WriteTokens',
      'createClient',
      'documentVersion',
      'isApiError',
      'isMixpeekError',
      'version',
    ]);
    expect(Object.keys(await import('../../src/raw.js'))).toEqual(['createRawClient']);
  });

  it('gives a client these members and no others', () => {
    const mp = new Mixpeek({ apiKey: 'sk' });
    const resources = new Set(rows.map(({ id }) => id.split('.')[0] ?? ''));
    expect(Object.keys(mp).sort()).toEqual(['call', 'request', 'search', 'writeTokens', ...resources].sort());
    expect(Object.keys(mp.namespaces.documents).sort()).toEqual(['bulkImport', 'direct', 'upsert', 'upsertMany']);
    expect(Object.getOwnPropertyNames(Mixpeek.prototype).sort()).toEqual([
      'close',
      'constructor',
      'paginate',
      'warmUp',
      'withOptions',
    ]);
  });

  it('knows its own version', () => {
    const { version: published } = createRequire(import.meta.url)('../../package.json') as { version: string };
    expect(version).toBe(published);
  });

  it('shows no key of a client that is printed', async () => {
    const { inspect } = await import('node:util');
    const mp = new Mixpeek({ apiKey: 'sk_very_secret' });
    expect(inspect(mp, { depth: 10, showHidden: true }) + JSON.stringify(mp)).not.toContain('sk_very_secret');
  });
});
