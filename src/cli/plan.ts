import type { Command, Option } from 'commander';
import type { Act } from './act.js';
import { addFlags } from './global-flags.js';
import type { Way } from './way.js';

/** What every part of the tree is built with. */
export interface Plan {
  readonly way: Way;
  readonly act: Act;
  /** The global flags as commands below `mixpeek` have them. */
  readonly options: readonly Option[];
}

/** The group at this path, made if it is not there. */
export function childOf(parent: Command, path: string, { way, options }: Plan): Command {
  const name = path.slice(path.lastIndexOf(' ') + 1);
  const existing = parent.commands.find((command) => command.name() === name);
  if (existing !== undefined) return existing;
  const group = parent.command(name).usage('<command> [flags]').enablePositionalOptions().helpCommand(false);
  if (way.takesFlags(path)) addFlags(group, options);
  return group;
}

/** Gives a command its flags, and its help the note that all end with. */
export async function fill(command: Command, { options }: Plan, define: () => Promise<void> | void): Promise<void> {
  addFlags(command, options);
  await define();
  command.addHelpText(
    'after',
    'Every command also takes -n, -o, --fields, --query, --local, --dry-run, --as\nand more: see mixpeek --help.',
  );
}
