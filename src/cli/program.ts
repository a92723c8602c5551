import { Command, Help } from 'commander';
import type { ResourceDescriptions } from '../description.js';
import { roster } from '../generated/roster.js';
import type { ResourceRows } from '../operation.js';
import { version } from '../version.js';
import type { Act } from './act.js';
import { toKebabCase } from './case.js';
import { commandEntries } from './commands/index.js';
import type { Surroundings } from './context.js';
import { addGlobalFlags, collectFlags } from './global-flags.js';
import { summaryOf } from './group-summaries.js';

const HELP_WIDTH = 79;
const API_HEADING = 'The API, one command per operation:';

/**
 * The tree of commands. Only what the words name is filled in: a run of one command never builds the others, and the
 * help of a group lists names and summaries.
 */
export async function buildProgram(words: readonly string[], surroundings: Surroundings): Promise<Command> {
  const program = createRoot(surroundings);
  const act = createAct(surroundings);
  const named = new Set(words);
  for (const entry of commandEntries) {
    const [group = '', verb] = entry.path.split(' ');
    if (verb !== undefined && !named.has(group)) continue;
    const command =
      verb === undefined ? program.command(group).helpGroup('Commands:') : childOf(program, group).command(verb);
    command.summary(entry.summary);
    if (!named.has(verb ?? group)) continue;
    addGlobalFlags(command, { hidden: true });
    (await entry.load()).define(command, act);
    addFooter(command);
  }
  await addOperations(program, { named, act });
  return program;
}

function createRoot({ io }: Surroundings): Command {
  const program = new Command('mixpeek')
    .description('Command line of the Mixpeek API. Data goes to stdout, everything else to stderr.')
    .usage('<command> [flags]')
    .exitOverride()
    .enablePositionalOptions()
    .helpCommand(false)
    .configureHelp({
      minWidthToWrap: 24,
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
  addGlobalFlags(program, { hidden: false });
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

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function addFooter(command: Command): void {
  command.addHelpText(
    'after',
    'Every command also takes -n, -o, --fields, --query, --local, --dry-run, --as\nand more: see mixpeek --help.',
  );
}

function childOf(parent: Command, name: string): Command {
  const existing = parent.commands.find((command) => command.name() === name);
  if (existing !== undefined) return existing;
  const group = parent.command(name).usage('<command> [flags]').enablePositionalOptions().helpCommand(false);
  addGlobalFlags(group, { hidden: true });
  return group;
}

async function addOperations(
  program: Command,
  { named, act }: { named: ReadonlySet<string>; act: Act },
): Promise<void> {
  for (const [group, paths] of groupPaths()) {
    const name = toKebabCase(group);
    const summary = summaryOf(group);
    if (!named.has(name)) {
      program.command(name).helpGroup(API_HEADING).summary(summary);
      continue;
    }
    const root = childOf(program, name).helpGroup(API_HEADING).summary(summary).description(summary);
    const resources = await Promise.all(paths.map((path) => loadDescriptions(path, named)));
    for (const { path, descriptions } of resources) {
      const place = path
        .split('.')
        .slice(1)
        .reduce((at, segment) => describeGroup(childOf(at, toKebabCase(segment)), path), root);
      if (descriptions === undefined) continue;
      for (const verb of verbsOf(path)) {
        const description = descriptions[verb];
        if (description === undefined) throw new Error(`${path}.${verb} has no description.`);
        const command = place.command(toKebabCase(verb)).summary(description.summary);
        if (!named.has(toKebabCase(verb))) continue;
        const [{ defineOperation }, rows] = await Promise.all([import('./operation-command.js'), rowsOf(path)]);
        const row = rows[verb];
        if (row === undefined) throw new Error(`${path}.${verb} has no row.`);
        addGlobalFlags(command, { hidden: true });
        defineOperation(command, { row, description }, act);
        addFooter(command);
      }
    }
  }
}

interface DescribedResource {
  readonly path: string;
  /** Absent for a group that is only listed. */
  readonly descriptions: ResourceDescriptions | undefined;
}

/** Only what the words lead into is described. */
async function loadDescriptions(path: string, named: ReadonlySet<string>): Promise<DescribedResource> {
  if (!path.split('.').every((segment) => named.has(toKebabCase(segment)))) return { path, descriptions: undefined };
  const { descriptions } = await import('../generated/descriptions.js');
  return { path, descriptions: await descriptions[path]?.() };
}

const rowsOf = async (path: string): Promise<ResourceRows> => (await roster[path]?.rows()) ?? {};
const verbsOf = (path: string): string[] => (roster[path]?.verbs ?? '').replaceAll('*', '').split(' ');

function describeGroup(group: Command, resource: string): Command {
  if (group.summary() !== '') return group;
  return group.summary(summaryOf(resource));
}

/** Resources by their first word. */
function groupPaths(): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of Object.keys(roster)) {
    const [group = ''] = path.split('.');
    const paths = groups.get(group);
    if (paths === undefined) groups.set(group, [path]);
    else paths.push(path);
  }
  return groups;
}

/** Runs a handler with a context of its own, which is closed however the handler ends. */
function createAct(surroundings: Surroundings): Act {
  return (command, handler) => {
    command.action(async () => {
      const { createContext } = await import('./context.js');
      const context = await createContext(collectFlags(command), surroundings);
      try {
        await handler(context, command.processedArgs as readonly unknown[]);
      } finally {
        await context.close();
      }
    });
  };
}
