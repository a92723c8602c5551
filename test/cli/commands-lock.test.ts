import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { findLost, listCommands } from '../../src/cli/command-list.js';
import type { CommandList } from '../../src/cli/command-list.js';
import { toCommandPath } from '../../src/cli/example.js';
import { buildWholeProgram } from '../../src/cli/whole-program.js';
import { operations } from '../../src/rows.js';

const lock = JSON.parse(
  readFileSync(new URL('../../src/cli/commands.lock.json', import.meta.url), 'utf8'),
) as CommandList;

it('has every recorded command and flag, and records every one (npx tsx scripts/commands-lock.ts)', async () => {
  expect(listCommands(await buildWholeProgram())).toEqual(lock);
});

it('records a command for every operation', () => {
  const paths = Object.keys(operations).map(toCommandPath);
  expect(paths.length).toBeGreaterThanOrEqual(55);
  expect(paths.filter((path) => lock[path] === undefined)).toEqual([]);
});

it('notices a command or a flag that is lost', () => {
  const before = { 'a b': { arguments: [], flags: ['--x', '--y'] }, c: { arguments: [], flags: [] } };
  expect(findLost(before, { 'a b': { arguments: [], flags: ['--x', '--z'] } })).toEqual([
    'mixpeek a b --y',
    'mixpeek c',
  ]);
});
