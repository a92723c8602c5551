import type { Command } from 'commander';
import { createGlobalOptions } from './global-flags.js';

/** Words and flags of every command: what scripts rely on. */
export interface CommandShape {
  readonly arguments: readonly string[];
  readonly flags: readonly string[];
}

export type CommandList = Readonly<Record<string, CommandShape>>;

/** Every command of a tree by its path; the empty path is `mixpeek` itself, with the flags that all take. */
export function listCommands(program: Command): CommandList {
  const list: Record<string, CommandShape> = {};
  const shared = createGlobalOptions().map((option) => option.long);
  const visit = (command: Command, path: readonly string[]): void => {
    if (path.length === 0 || command.commands.length === 0) {
      const own = flagsOf(command).filter((flag) => path.length === 0 || !shared.includes(flag));
      list[path.join(' ')] = {
        arguments: command.registeredArguments.map((each) => (each.required ? `<${each.name()}>` : `[${each.name()}]`)),
        flags: own.sort(),
      };
    }
    for (const child of command.commands) visit(child, [...path, child.name()]);
  };
  visit(program, []);
  return Object.fromEntries(Object.entries(list).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const flagsOf = (command: Command): string[] => command.options.map((option) => option.long ?? option.flags);

/** What a newer list no longer has. Scripts would break. */
export function findLost(before: CommandList, now: CommandList): string[] {
  return Object.entries(before).flatMap(([path, shape]) => {
    const current = now[path];
    if (current === undefined) return [`mixpeek ${path}`];
    return shape.flags
      .filter((flag) => !current.flags.includes(flag))
      .map((flag) => `mixpeek ${path} ${flag}`.replaceAll('  ', ' '));
  });
}
