import { expect, it } from 'vitest';
import type { Comparison } from '../../bench/harness/comparison.js';
import { reportedFigures, shorten } from '../../bench/harness/run-contestant.js';
import { runComparison } from '../../bench/harness/run-comparison.js';
import type { RunComparisonOptions } from '../../bench/harness/run-comparison.js';

const stopped: string[] = [];
const comparison: Comparison = {
  name: 'example',
  title: 'Example',
  about: '',
  rounds: 5,
  measures: [{ key: 'cpuMs', label: 'CPU', unit: 'ms', better: 'lower' }],
  contestants: ['a', 'b'].map((name) => ({ name, command: [name] })),
  baseline: 'a',
  targets: [],
  setup: async () => ({
    env: { SINK_URL: 'there' },
    async stop() {
      stopped.push('stopped');
    },
  }),
};

const options = (changes: Partial<RunComparisonOptions> = {}): RunComparisonOptions => ({
  random: () => 0,
  now: () => new Date(0),
  log: () => undefined,
  probe: () => 1,
  run: async () => ({ figures: { cpuMs: 1 } }),
  ...changes,
});

it('runs every contestant once per round, with the environment of the setup', async () => {
  const seen: string[] = [];
  const result = await runComparison(
    comparison,
    options({
      rounds: 2,
      run: async ({ name }, { env }) => {
        seen.push(`${name} ${env.SINK_URL ?? ''}`);
        return { figures: { cpuMs: 1.2345678, other: 2 } };
      },
    }),
  );
  expect([...seen].sort()).toEqual(['a there', 'a there', 'b there', 'b there']);
  expect(result.contestants[0]?.values).toEqual({ cpuMs: [1.23457, 1.23457] });
  expect(result).toMatchObject({ rounds: 2, roundsAsked: 5, command: 'npm run bench -- example --rounds 2' });
  expect(result.noiseMs).toHaveLength(3);
});

it('keeps a contestant that fails, with the round and the reason', async () => {
  const rounds = [{ figures: { cpuMs: 1 } }, { failure: 'exit 1' }];
  const result = await runComparison(
    comparison,
    options({ rounds: 2, run: async ({ name }) => (name === 'b' ? rounds.shift()! : { figures: { cpuMs: 3 } }) }),
  );
  expect(result.contestants[1]).toMatchObject({
    failures: [{ round: 2, reason: 'exit 1' }],
    values: { cpuMs: [1, null] },
  });
});

it('stops what the setup started when a run breaks off', async () => {
  stopped.length = 0;
  const broken = runComparison(comparison, options({ run: () => Promise.reject(new Error('out of memory')) }));
  await expect(broken).rejects.toThrow('out of memory');
  expect(stopped).toEqual(['stopped']);
});

it('reads numbers from the last line, and nothing from other output', () => {
  expect(reportedFigures('hello\n{"a":1,"b":"text"}\n')).toEqual({ a: 1 });
  expect(reportedFigures('0.1.0\n')).toEqual({});
  expect(reportedFigures('{\n  "a": 1\n}')).toEqual({});
  expect(reportedFigures('{ not json')).toEqual({});
});

it('shortens an error to what it says, without its stack', () => {
  const output = 'file.mjs:1\nthrow x\n\nTypeError: no such thing\n    at main (file.mjs:1)\n\nNode.js v20.0.0\n';
  expect(shorten(output)).toBe('TypeError: no such thing');
});
