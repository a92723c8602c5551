import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { BUDGETS, limitsFor, names, overBudget, shown } from './budgets/budgets.js';
import type { Figures } from './budgets/budgets.js';
import { measure } from './budgets/measure.js';

/**
 * Measures the figures that a busy machine does not change, and fails when one is over its budget in `bench/budgets.json`.
 * `--update` writes today's figures there, with their margins; `--files` lists what the programs load.
 */
const { values } = parseArgs({ options: { update: { type: 'boolean' }, files: { type: 'boolean' } } });
const file = new URL('../../bench/budgets.json', import.meta.url);
const { figures, loaded } = await measure();

if (values.files) {
  for (const [program, { files }] of Object.entries(loaded)) console.log(`${program}:\n  ${files.join('\n  ')}`);
}
if (values.update) await writeFile(file, `${JSON.stringify(limitsFor(figures), undefined, 2)}\n`);
const limits = JSON.parse(await readFile(file, 'utf8')) as Partial<Figures>;
for (const name of names()) {
  console.log(`${name}: ${shown(figures[name])} of ${shown(limits[name] ?? NaN)} ${BUDGETS[name].unit}`);
}
const messages = overBudget(figures, limits);
for (const message of messages) console.error(message);
if (messages.length > 0) process.exitCode = 1;
