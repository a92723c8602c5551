import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import { chart } from './chart.js';
import { BENCH } from './paths.js';
import type { Result } from './result.js';
import { resultsPage } from './results-page.js';

/**
 * Keeps a comparison's raw figures, draws its chart, and writes `results.md` anew from all that were kept.
 * @param order names of the comparisons, as the page lists them
 */
export async function writeResult(result: Result, order: readonly string[], folder = BENCH): Promise<void> {
  await mkdir(join(folder, 'results'), { recursive: true });
  await mkdir(join(folder, 'charts'), { recursive: true });
  await writeFormatted(join(folder, 'results', `${result.name}.json`), JSON.stringify(result));
  const chartFile = join(folder, 'charts', `${result.name}.svg`);
  const drawn = chart(result);
  if (drawn === undefined) await rm(chartFile, { force: true });
  else await writeFile(chartFile, drawn);
  await writeFormatted(join(folder, 'results.md'), resultsPage(await keptResults(order, folder)));
}

async function keptResults(order: readonly string[], folder: string): Promise<Result[]> {
  const files = await readdir(join(folder, 'results'));
  const results = await Promise.all(
    files.map(async (file) => JSON.parse(await readFile(join(folder, 'results', file), 'utf8')) as Result),
  );
  const place = ({ name }: Result): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return results.sort((a, b) => place(a) - place(b));
}

async function writeFormatted(file: string, text: string): Promise<void> {
  await writeFile(file, await format(text, { filepath: file, singleQuote: true, printWidth: 120 }));
}
