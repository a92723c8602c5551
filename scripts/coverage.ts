import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { operations } from '../src/rows.js';
import { describeCoverage } from '../src/server/coverage.js';
import { resolvers } from '../src/server/resolvers/index.js';
import { toCoveragePage } from './fidelity/page.js';

/** Writes docs/coverage.md from the resolvers; `--check` compares. */
const file = new URL('../docs/coverage.md', import.meta.url).pathname;
const page = toCoveragePage(describeCoverage(Object.values(operations), resolvers));
const text = await format(page, { ...(await resolveConfig(file)), filepath: file });
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/coverage.md differs from the resolvers. Run `npm run coverage`.');
  process.exit(1);
}
