import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGlobalOptions } from '../../src/cli/global-flags.js';
import { operandsOf } from '../../src/cli/operands.js';
import { buildProgram } from '../../src/cli/program.js';
import { findTarget } from '../../src/cli/way.js';
import { NOWHERE } from '../../src/cli/whole-program.js';
import type { Command } from 'commander';

const names = (command: Command | undefined): string[] => (command?.commands ?? []).map((child) => child.name());
const child = (command: Command, name: string): Command | undefined =>
  command.commands.find((each) => each.name() === name);

describe('the words of a command', () => {
  it.each([
    [
      ['-n', 'documents', 'namespaces', 'list', '--all'],
      ['namespaces', 'list'],
    ],
    [
      ['-ndocuments', '--output=json', 'namespaces', '--local', 'list'],
      ['namespaces', 'list'],
    ],
    [['--help', 'namespaces'], []],
    [['search', '--vector', '-'], ['search']],
    [
      ['upsert', '-', '--', '--odd'],
      ['upsert', '-', '--odd'],
    ],
  ])('of %j are %j', (words, operands) => {
    expect(operandsOf(words, createGlobalOptions())).toEqual(operands);
  });

  it('name a command as far as there is one', () => {
    expect(findTarget(['namespaces', 'get', 'list'])).toBe('namespaces get');
    expect(findTarget(['models', 'upload', 'x'])).toBe('models upload');
    expect(findTarget(['namespaces', 'lst'])).toBe('namespaces');
    expect(findTarget(['nothing'])).toBe('');
  });

  it('lead the parser to the same command wherever global flags stand', async () => {
    const flags = fc.constantFrom(['-n', 'documents'], ['--local'], ['-o', 'json'], ['--fields=list'], ['--yes']);
    const places = fc.array(flags, { maxLength: 3 }).map((given) => given.flat());
    await fc.assert(
      fc.asyncProperty(places, places, places, async (before, between, after) => {
        const words = [...before, 'namespaces', ...between, 'list', ...after];
        const program = await buildProgram(words, NOWHERE);
        const list = child(program.commands[0] as Command, 'list') as Command;
        let hasRun = false;
        list.action(() => void (hasRun = true));
        await program.parseAsync(words, { from: 'user' });
        expect(hasRun).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the tree of a run', () => {
  it('holds the command that is named and the groups above it, and no other', async () => {
    const program = await buildProgram(['namespaces', 'documents', 'upsert', '--dry-run'], NOWHERE);
    expect(names(program)).toEqual(['namespaces']);
    expect(names(child(program, 'namespaces'))).toEqual(['documents']);
    expect(names(child(child(program, 'namespaces') as Command, 'documents'))).toEqual(['upsert']);
  });

  it('holds what is beside a word that is none, so that it can be told which was meant', async () => {
    const program = await buildProgram(['namespaces', 'lst'], NOWHERE);
    expect(names(child(program, 'namespaces'))).toContain('list');
    expect(names(await buildProgram(['nmespaces'], NOWHERE))).toContain('namespaces');
  });
});
