import { describe, expect, it } from 'vitest';
import type { Server } from '../../src/server/index.js';
import { startReferenceServer } from '../helpers/server.js';
import { loadCases, type Case } from './cases.js';
import { mismatches } from './match.js';
import { runCase } from './run-case.js';

const families = loadCases();
const cases = [...families.values()].flat();

const startServer = ({ server = {} }: Case): Server =>
  startReferenceServer({ clock: 'manual', log: () => undefined, ...server });

describe.each([...families])('%s', (_family, members) => {
  it.each(members.map((member) => [member.name, member] as const))('%s', async (_name, member) => {
    await runCase(member, startServer(member).fetch);
  });
});

it.each(['auth', 'documents', 'errors', 'models'])('%s: over HTTP it is the same', async (family) => {
  for (const member of families.get(family) ?? []) {
    const { url } = await startServer(member).listen();
    await runCase(member, (path, init) => fetch(`${url}${path}`, init));
  }
});

it('has cases of every family, each with a name of its own', () => {
  expect(cases.length).toBeGreaterThanOrEqual(60);
  expect(families.size).toBeGreaterThanOrEqual(12);
  const names = [...families].flatMap(([family, members]) => members.map(({ name }) => `${family}: ${name}`));
  expect(new Set(names).size).toBe(names.length);
});

describe('the runner', () => {
  it('sees fields that differ, are missing, or are there against expectation', () => {
    expect(mismatches({ a: 1, extra: 2 }, { a: 1 })).toEqual([]);
    expect(mismatches({ a: [1, 2], b: null }, { a: [1], b: 1, c: '$any', extra: '$absent' })).toEqual([
      'body.a is [1,2]; expected 1 items',
      'body.b is null; expected 1',
      'body.c is absent; expected $any',
    ]);
    expect(mismatches({ extra: 1 }, { extra: '$absent' })).toHaveLength(1);
  });

  it('compares by matcher', () => {
    const value = { id: 'ret_1', score: 0.5004, list: [{ n: 1 }, { n: 2 }] };
    expect(
      mismatches(value, { id: '$match ^ret_', score: '$number 0.5~0.001', list: { $includes: { n: 2 } } }),
    ).toEqual([]);
    expect(
      mismatches(value, { id: '$number', score: '$number 0.5~0.0001', list: { $includes: { n: 3 } } }),
    ).toHaveLength(3);
    expect(mismatches(value, { list: { $length: 2 }, id: { $includes: 'et_' } })).toEqual([]);
    expect(() => mismatches(1, '$unheard')).toThrow('no matcher');
  });

  it('fails a case whose answer is another one, and says where', async () => {
    const step = { request: { method: 'GET', path: '/v1/health' }, expect: { status: 404, body: { status: 'no' } } };
    const server = startReferenceServer();
    await expect(runCase({ name: 'wrong', steps: [step] }, server.fetch)).rejects.toThrow(
      /Step 1, GET \/v1\/health:\n {2}status is 200; expected 404\n {2}body\.status/,
    );
  });
});
