import { Command, Help } from 'commander';
import { version } from '../version.js';
import type { Act } from './act.js';
import { commandEntries } from './commands/index.js';
import type { Surroundings } from './context.js';
import { addFlags, collectFlags, createGlobalOptions, createHiddenOptions } from './global-flags.js';
import { operandsOf } from './operands.js';
import { addOperations } from './add-operations.js';
import { childOf, fill } from './plan.js';
import type { Plan } from './plan.js';
import { everywhere, findTarget, wayTo } from './way.js';
import type { Way } from './way.js';

const HELP_WIDTH = 79;

/** The tree of commands, as far as the words lead. */
export function buildProgram(words: readonly string[], surroundings: Surroundings): Promise<Command> {
  const way = wayTo(findTarget(operandsOf(words, createGlobalOptions())), words);
  return addCommands(createRoot(surroundings, way), { surroundings, way });
}

/** Every command filled in. */
export function buildWholeTree(surroundings: Surroundings): Promise<Command> {
  return addCommands(createRoot(surroundings, everywhere), { surroundings, way: everywhere });
}

async function addCommands(
  program: Command,
  { surroundings, way }: { surroundings: Surroundings; way: Way },
): Promise<Command> {
  const plan: Plan = { way, act: createAct(surroundings), options: createHiddenOptions() };
  for (const { path, summary, load } of commandEntries) {
    if (!way.shows(path)) continue;
    const command = placeOf(program, path, plan);
    command.summary(summary);
    if (way.fills(path)) await fill(command, plan, async () => (await load()).define(command, plan.act));
  }
  await addOperations(program, plan);
  return program;
}

/** The command at a path, below its groups. */
function placeOf(program: Command, path: string, plan: Plan): Command {
  const words = path.split(' ');
  const name = words.at(-1) ?? '';
  if (words.length === 1) return program.command(name).helpGroup('Commands:');
  const groups = words.slice(0, -1).map((_word, depth) => words.slice(0, depth + 1).join(' '));
  return groups.reduce((parent, group) => childOf(parent, group, plan), program).command(name);
}

function createRoot({ io }: Surroundings, way: Way): Command {
  const program = new Command('mixpeek')
    .description('Command line of the Mixpeek API. Data goes to stdout, everything else to stderr.')
    .usage('<command> [flags]')
    .exitOverride()
    .enablePositionalOptions()
    .helpCommand(false)
    .configureHelp({
      minWidthToWrap: 24,
      commandUsage: (command) => breakUsage(Help.prototype.commandUsage(command)),
      subcommandTerm: (command) => command.name(),
      argumentDescription: (argument) => capitalise(Help.prototype.argumentDescription(argument)),
      optionDescription: (option) => capitalise(Help.prototype.optionDescription(option)),
    })
    .configureOutput({
      writeOut: (text) => void io.write(text),
      writeErr: (text) => io.writeError(text),
      // main prints the error that is thrown.
      outputError: () => undefined,
      getOutHelpWidth: () => HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  if (way.takesFlags('')) addFlags(program, createGlobalOptions());
  return program
    .version(version, '-V, --version', 'print the version')
    .option('--map', 'print the tree of all commands')
    .addHelpText('after', FIRST_STEPS);
}

const FIRST_STEPS = `
Try it without an account:
  mixpeek demo
  mixpeek --local namespaces list

Exit codes: 0 ok, 1 internal, 2 usage, 3 partial, 4 not authorised,
5 not found, 6 conflict, 7 rate limit, 8 server, 9 network, 130 interrupted.
`;

/** Arguments stand on a line of their own where the whole would be too wide. */
const breakUsage = (usage: string): string =>
  `Usage: ${usage}`.length <= HELP_WIDTH ? usage : usage.replace(/ (?=[<[](?!options))/, '\n  ');

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Runs a handler with a context of its own, which is closed however the handler ends. */
function createAct(surroundings: Surroundings): Act {
  return (command, handler) => {
    command.action(async () => {
      const { createContext } = await import('./context.js');
      const context = createContext(collectFlags(command), surroundings);
      try {
        await handler(context, command.processedArgs as readonly unknown[]);
      } finally {
        await context.close();
      }
    });
  };
}
