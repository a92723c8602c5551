import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Comparison, Contestant, Target } from '../harness/comparison.js';
import { ROOT } from '../harness/paths.js';
import { configName, makeProject, writeLargeTypes } from './projects.js';

const CALLS = 20;
const EMPTY = 'empty program';
const OURS = 'mixpeek, 20 calls';
const LARGE = 'mixpeek with 415 operations, 20 calls';
const FULL = ', libraries checked';

function compile(name: string, { project, program }: { project: string; program: string }): Contestant[] {
  return [true, false].map((skip) => ({
    name: name + (skip ? '' : FULL),
    command: [
      'sh',
      '-c',
      `exec node bench/consumer-types-large/measure.mjs "$BENCH_PROJECTS/${project}" ${configName(program, skip)} ${program === 'empty' ? 0 : CALLS}`,
    ],
    ...(program === 'empty' ? {} : { ours: true as const }),
  }));
}

const atMost = (
  contestant: string,
  measure: string,
  limit: { value: number; against?: string; says: string },
): Target => ({
  contestant,
  measure,
  atMost: limit.value,
  ...(limit.against === undefined ? {} : { against: limit.against }),
  says: limit.says,
});

export const comparison: Comparison = {
  name: 'consumer-types-large',
  title: 'What the types cost as the API grows',
  about:
    'The TypeScript compiler over a program of 20 calls on 10 resources, `import { Mixpeek } from "mixpeek"`, against an empty program: `strict`, `nodenext`, the standard library with the DOM, no other types. ' +
    'Once as most projects compile, with `skipLibCheck`, once with every declaration checked. The types of "415 operations" are made from the large document of `generate` ' +
    'by the same generator and build; peers are in `consumer-types`.',
  rounds: 9,
  measures: [
    { key: 'cpuMs', label: 'CPU', unit: 'ms', better: 'lower', chart: true },
    { key: 'wallMs', label: 'time', unit: 'ms', better: 'lower' },
    { key: 'checkMs', label: 'checking', unit: 'ms', better: 'lower' },
    { key: 'instantiationsPerCall', label: 'instantiations a call', unit: '', better: 'lower' },
    { key: 'lines', label: 'lines of declarations', unit: '', better: 'lower' },
    { key: 'peakRssMB', label: 'peak memory', unit: 'MB', better: 'lower' },
  ],
  contestants: [
    ...compile(EMPTY, { project: 'package', program: 'empty' }),
    ...compile(OURS, { project: 'package', program: 'program' }),
    ...compile(LARGE, { project: 'large', program: 'program' }),
  ],
  baseline: EMPTY,
  targets: [
    ...['', FULL].flatMap((mode) => [
      atMost(OURS + mode, 'wallMs', {
        value: 1.3,
        against: EMPTY + mode,
        says: `At most 1.3 times the time of an empty program${mode}`,
      }),
      atMost(OURS + mode, 'instantiationsPerCall', { value: 500, says: `Under 500 instantiations a call${mode}` }),
    ]),
    atMost(OURS, 'checkMs', { value: 100, says: 'At most 0.1 s of checking' }),
    atMost(LARGE, 'wallMs', { value: 1.15, against: OURS, says: 'Seven times the operations cost at most 15 % more' }),
    atMost(LARGE + FULL, 'wallMs', {
      value: 1.3,
      against: EMPTY + FULL,
      says: 'The same with libraries checked: at most 1.3 times an empty program',
    }),
  ],
  async setup() {
    const folder = await mkdtemp(join(tmpdir(), 'mixpeek-bench-'));
    await makeProject(join(folder, 'package'), join(ROOT, 'dist/types'));
    await writeLargeTypes(folder, join(folder, 'large-types'));
    await makeProject(join(folder, 'large'), join(folder, 'large-types'));
    return { env: { BENCH_PROJECTS: folder }, stop: () => rm(folder, { recursive: true }) };
  },
};
