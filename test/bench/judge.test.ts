import { expect, it } from 'vitest';
import type { Target } from '../../bench/harness/comparison.js';
import { judge } from '../../bench/harness/judge.js';
import { exampleResult } from './results.js';

const outcome = (target: Omit<Target, 'says' | 'contestant'>): [string, number] => {
  const [verdict] = judge(exampleResult({ targets: [{ contestant: 'ours', says: '', ...target }] }));
  return [verdict!.outcome, verdict!.figure];
};

it('holds a ratio against its limits, the limits included', () => {
  expect(outcome({ measure: 'cpuMs', against: 'peer', atMost: 0.5 })).toEqual(['met', 0.5]);
  expect(outcome({ measure: 'cpuMs', against: 'peer', atMost: 0.49 })).toEqual(['missed', 0.5]);
  expect(outcome({ measure: 'perS', against: 'peer', atLeast: 4100 })).toEqual(['met', 4100]);
  expect(outcome({ measure: 'perS', against: 'peer', atLeast: 4101 })).toEqual(['missed', 4100]);
});

it('holds the median itself when there is nothing to hold it against', () => {
  expect(outcome({ measure: 'cpuMs', atMost: 10 })).toEqual(['met', 10]);
  expect(outcome({ measure: 'cpuMs', atMost: 9 })).toEqual(['missed', 10]);
});

it('judges nothing where a figure is missing, rather than calling it met', () => {
  expect(outcome({ measure: 'cpuMs', against: 'absent', atMost: 100 })[0]).toBe('not judged');
  expect(outcome({ measure: 'unknown', atMost: 100 })[0]).toBe('not judged');
});
