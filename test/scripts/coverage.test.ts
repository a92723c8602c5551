import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { operations } from '../../src/rows.js';
import { describeCoverage } from '../../src/server/coverage.js';
import { resolvers } from '../../src/server/resolvers/index.js';

const coverage = describeCoverage(Object.values(operations), resolvers);

test('every operation is answered, and of at most one in ten only the form is right', () => {
  expect(coverage.operations.filter(({ fidelity }) => fidelity === 'missing')).toEqual([]);
  expect(coverage.totals.shape).toBeLessThanOrEqual(coverage.operations.length / 10);
});

test('what is not exact says what differs', () => {
  const silent = coverage.operations.filter(({ fidelity, note }) => fidelity !== 'exact' && note === undefined);
  expect(silent.map(({ operation }) => operation)).toEqual([]);
});

test('the page in docs says the same of every operation', () => {
  const page = readFileSync(new URL('../../docs/coverage.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');
  for (const { operation, method, path, fidelity } of coverage.operations) {
    expect(page).toContain(`| \`${operation}\` | \`${method} ${path}\` | ${fidelity} |`);
  }
});
