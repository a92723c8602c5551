import { expect, it } from 'vitest';
import { limitsFor, names, overBudget } from '../../scripts/check/budgets/budgets.js';
import type { Figures } from '../../scripts/check/budgets/budgets.js';

const figures = Object.fromEntries(names().map((name) => [name, 1000])) as Figures;

it('accepts the figures that its own limits were taken from', () => {
  expect(overBudget(figures, limitsFor(figures))).toEqual([]);
});

it('names the figure, the budget and where to look', () => {
  const [message, ...others] = overBudget({ ...figures, helpFiles: 1001 }, limitsFor(figures));
  expect(others).toEqual([]);
  expect(message).toBe(
    '`mixpeek --help` loads 1,001 files, over the budget of 1,000 (helpFiles). Look at: the files are listed by `npm run check:budgets -- --files`.',
  );
});

it('does not pass a figure that has no budget', () => {
  expect(overBudget(figures, {})).toHaveLength(names().length);
});
