import { Command, Help } from 'commander';
import { operations } from '../rows.js';
import type { Operation } from '../operation.js';
import { version } from '../version.js';
import type { Act } from './act.js';
import { toKebabCase } from './case.js';
import { commandEntries } from './commands/index.js';
import { createContext } from './context.js';
import type { Surroundings } from './context.js';
import { addGlobalFlags, collectFlags } from './global-flags.js';

const HELP_WIDTH = 79;
const API_HEADING = 'The API, one command per operation:';

/** What a word after `mixpeek` is about, for the first help page. Others are described by their verbs. */
const GROUP_SUMMARIES: Readonly<Record<string, string>> = {
  documents: 'Read, change and list documents of a namespace',
  featureExtractors: 'See what the service can extract',
  health: 'Ask whether the service works',
  inference: 'Run a model directly',
  models: 'Custom models of the organization',
  namespaces: 'Namespaces with their documents, models and extractors',
  retrievers: 'Stored searches: make, run and explain them',
  tasks: 'Follow work that goes on in the service',
};

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
  return program.version(version, '-V, --version', 'print the version').addHelpText('after', FIRST_STEPS);
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
  for (const [group, rows] of groupRows()) {
    const name = toKebabCase(group);
    if (!named.has(name)) {
      program.command(name).helpGroup(API_HEADING).summary(summaryOf(group, rows));
      continue;
    }
    const { descriptions } = await import('../generated/descriptions.js');
    const { defineOperation } = await import('./operation-command.js');
    const root = childOf(program, name)
      .helpGroup(API_HEADING)
      .summary(summaryOf(group, rows))
      .description(summaryOf(group, rows));
    for (const row of rows) {
      const segments = row.id.split('.').slice(1).map(toKebabCase);
      const verb = segments.pop() ?? '';
      const parent = segments.reduce((at, segment) => describeGroup(childOf(at, segment), segment), root);
      const description = descriptions[row.id];
      if (description === undefined) throw new Error(`${row.id} has no description.`);
      const command = parent.command(verb).summary(description.summary);
      if (!named.has(verb)) continue;
      addGlobalFlags(command, { hidden: true });
      defineOperation(command, { row, description }, act);
      addFooter(command);
    }
  }
}

function describeGroup(group: Command, name: string): Command {
  return group.summary() === '' ? group.summary(`Commands for ${name.replaceAll('-', ' ')}`) : group;
}

function groupRows(): Map<string, Operation[]> {
  const groups = new Map<string, Operation[]>();
  for (const row of Object.values(operations)) {
    const [group = ''] = row.id.split('.');
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  return groups;
}

function summaryOf(group: string, rows: readonly Operation[]): string {
  const verbs = [...new Set(rows.map((row) => toKebabCase(row.id.split('.')[1] ?? '')))];
  return GROUP_SUMMARIES[group] ?? verbs.join(', ');
}

/** Runs a handler with a context of its own, which is closed however the handler ends. */
function createAct(surroundings: Surroundings): Act {
  return (command, handler) => {
    command.action(async () => {
      const context = await createContext(collectFlags(command), surroundings);
      try {
        await handler(context, command.processedArgs as readonly unknown[]);
      } finally {
        await context.close();
      }
    });
  };
}
