import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Comparison, Contestant, Target } from '../harness/comparison.js';
import { writeDocument } from './write-document.js';

const alone = (document: string): string => `openapi-typescript, ${document}`;
const ours = (document: string): string => `npm run generate, ${document}`;

/** The same document read by both, each writing its files anew. */
function pair(document: string, source: string): Contestant[] {
  return [
    {
      name: alone(document),
      command: [
        'sh',
        '-c',
        `exec node node_modules/openapi-typescript/bin/cli.js ${source} --output "$BENCH_OUT/types.ts"`,
      ],
    },
    {
      name: ours(document),
      ours: true,
      command: [
        'sh',
        '-c',
        `exec node scripts/run.js scripts/generate.ts --spec ${source} --out "$BENCH_OUT/generated"`,
      ],
    },
  ];
}

const atMostThirtyPercent = (document: string, measure: string, label: string): Target => ({
  contestant: ours(document),
  measure,
  against: alone(document),
  atMost: 1.3,
  says: `${document}: at most 30 % more ${label} than the types alone`,
});

export const comparison: Comparison = {
  name: 'generate',
  title: 'Generating from the document',
  about:
    'The limit is `openapi-typescript`, which writes one file of types; `npm run generate` runs its transformation and writes rows, help texts, methods, flat types, ' +
    '`paths` and JSON Schemas. "small" is our document in 13 YAML files, "large" a JSON file of 4 MB with 415 operations that `synthesise.ts` makes in the manner of Python ' +
    'frameworks. Time of whole processes; unlike `openapi-typescript` ours does not lint the document, `npm run lint` does.',
  rounds: 7,
  measures: [
    { key: 'wallMs', label: 'time', unit: 'ms', better: 'lower', chart: true },
    { key: 'cpuMs', label: 'CPU', unit: 'ms', better: 'lower' },
    { key: 'peakRssMB', label: 'peak memory', unit: 'MB', better: 'lower' },
  ],
  contestants: [...pair('small', 'openapi/mixpeek.yaml'), ...pair('large', '"$BENCH_LARGE"')],
  baseline: alone('small'),
  targets: ['small', 'large'].flatMap((document) => [
    atMostThirtyPercent(document, 'wallMs', 'time'),
    atMostThirtyPercent(document, 'cpuMs', 'CPU'),
  ]),
  async setup() {
    const folder = await mkdtemp(join(tmpdir(), 'mixpeek-bench-'));
    const large = join(folder, 'large.json');
    await writeDocument(large);
    return { env: { BENCH_OUT: folder, BENCH_LARGE: large }, stop: () => rm(folder, { recursive: true }) };
  },
};
