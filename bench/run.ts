import { parseArgs } from 'node:util';
import { comparisons } from './comparisons.js';
import { installedVersion } from './harness/machine.js';
import { judge } from './harness/judge.js';
import { runComparison } from './harness/run-comparison.js';
import { resultsSection } from './harness/results-page.js';
import { writeResult } from './harness/write-results.js';
import type { Comparison } from './harness/comparison.js';

/** `npm run bench [-- name ...] [--rounds n]`: runs comparisons one after another and writes what they found. */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { rounds: { type: 'string' } } });
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) {
  throw new Error(`--rounds is "${values.rounds ?? ''}"; it must be a whole number, 1 or more.`);
}
const names = comparisons.map(({ name }) => name);
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0)
  throw new Error(`No comparison is called ${unknown.join(', ')}. There are: ${names.join(', ')}.`);

const log = (line: string): void => void process.stderr.write(`${line}\n`);
const chosen = comparisons.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
for (const comparison of chosen) {
  const missing = await missingPackages(comparison);
  if (missing.length > 0) {
    log(`${comparison.name}: not run, it needs ${missing.join(', ')}. Install with: npm --prefix bench ci`);
    process.exitCode = 1;
    continue;
  }
  log(`${comparison.name}: ${comparison.title}`);
  const result = await runComparison(comparison, { rounds, random: Math.random, now: () => new Date(), log });
  await writeResult(result, names);
  console.log(resultsSection(result));
  if (judge(result).some(({ outcome }) => outcome !== 'met')) log(`${comparison.name}: not every target is met.`);
}

async function missingPackages({ contestants }: Comparison): Promise<string[]> {
  const needed = [...new Set(contestants.flatMap(({ needs }) => needs ?? []))];
  const versions = await Promise.all(needed.map(installedVersion));
  return needed.filter((_, index) => versions[index] === undefined);
}
