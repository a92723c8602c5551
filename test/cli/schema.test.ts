import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { operations } from '../../src/rows.js';
import { spellLimits, spellType, type JsonSchema } from '../../src/cli/schema/spell-type.js';
import { createCliSession, type CliSession } from '../helpers/cli.js';

let session: CliSession;
beforeEach(() => {
  session = createCliSession();
});
afterEach(() => session.close());

async function out(...words: string[]): Promise<string> {
  const { code, out: text, err } = await session.mixpeek(words);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return text;
}

describe('mixpeek schema', () => {
  it('shows an operation by its id, and by the words of its command', async () => {
    const byId = await out('schema', 'tasks.list', '-o', 'table');
    expect(byId).toContain('POST /v1/tasks/list');
    expect(byId).toMatch(/Body: ListTasksRequest\n {2}status/);
    expect(byId).toContain('Answer 200: ListTasksResponse');
    expect(await out('schema', 'tasks', 'list', '-o', 'table')).toBe(byId);
  });

  it('shows a type in any case, and marks what it requires', async () => {
    const text = await out('schema', 'task', '-o', 'table');
    expect(text).toMatch(/^Task\n/);
    expect(text).toMatch(/\n {2}task_id\* +string\n/);
    expect(text).toMatch(/\nSee: .*TaskStatus/);
  });

  it('is data for programs', async () => {
    const described = JSON.parse(await out('schema', 'UpsertDocumentsRequest')) as { fields: object[] };
    expect(described.fields).toContainEqual({
      name: 'documents',
      type: 'UpsertDocument[]',
      required: true,
      limits: 'at least 1 items, at most 1000 items',
      description: expect.stringContaining('1 to 1000') as string,
    });
  });

  it('describes every operation and every type that it lists, within the width', async () => {
    const names = JSON.parse(await out('schema')) as { name: string }[];
    expect(names.length).toBeGreaterThan(Object.keys(operations).length);
    for (const { name } of names) {
      const lines = (await out('schema', name, '-o', 'table')).split('\n');
      expect(lines[0]).toBe(name);
      const long = lines.filter((line) => line.length > 80 && line.trim().includes(' '));
      expect({ name, long: long.filter((line) => !/[|/]/.test(line)) }).toEqual({ name, long: [] });
    }
  });

  it('names what was probably meant', async () => {
    const { code, err } = await session.mixpeek(['schema', 'Tsak']);
    expect(code).toBe(2);
    expect(err).toContain('Did you mean Task?');
  });
});

describe('mixpeek --map', () => {
  it('shows every operation once, below its group', async () => {
    const lines = (await out('--map')).split('\n').map((line) => line.split(/(?<=\S) {2}/)[0]?.split(' <')[0]);
    // Other groups have a group of that name too, further in.
    const depth = Math.min(...lines.map((line) => (line?.trim() === 'namespaces' ? line.indexOf('n') : Infinity)));
    expect(lines.filter((line) => line === `${' '.repeat(depth)}namespaces`)).toHaveLength(1);
    expect(lines.map((line) => line?.trim())).toContain('upsert');
  });

  it('is a list for programs, with the operation of each command', async () => {
    const commands = JSON.parse(await out('--map', '-o', 'json')) as { command: string; operation?: string }[];
    const listed = commands.flatMap(({ operation }) => operation ?? []);
    expect(listed.toSorted()).toEqual(Object.keys(operations).toSorted());
    expect(commands).toContainEqual(
      expect.objectContaining({ command: 'mixpeek tasks get <task-id>', operation: 'tasks.get' }),
    );
  });
});

describe('the spelling of types', () => {
  it.each<[JsonSchema, string]>([
    [{}, 'any'],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ type: 'string', format: 'date-time' }, 'date-time'],
    [{ enum: ['a', 'b', null] }, '"a" | "b" | null'],
    [{ type: 'array', items: { $ref: 'Blob' } }, 'Blob[]'],
    [{ type: 'array', items: { type: ['string', 'integer'] } }, '(string | integer)[]'],
    [{ type: 'object', additionalProperties: { type: 'integer' } }, 'map<integer>'],
    [{ type: 'array', prefixItems: [{ type: 'number' }, { type: 'number' }] }, '[number, number]'],
    [{ anyOf: [{ $ref: 'A' }, { type: 'null' }] }, 'A | null'],
  ])('%j is %s', (schema, text) => {
    expect(spellType(schema)).toBe(text);
  });

  it('tells limits and defaults', () => {
    expect(spellLimits({ type: 'integer', minimum: 1, maximum: 9, default: 3 })).toBe('from 1, up to 9, default 3');
    expect(spellLimits({ type: 'string', pattern: '^a$' })).toBe('like ^a$');
  });
});
