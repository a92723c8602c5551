import { Option } from 'commander';
import type { Command } from 'commander';
import { toAttributeName } from './case.js';
import { usageError } from './cli-error.js';

/** Flags that every command takes, before or after its name. */
export interface GlobalFlags {
  namespace?: string;
  profile?: string;
  baseUrl?: string;
  local?: boolean;
  output?: OutputFormat;
  fields?: string;
  query?: string;
  timeout?: number;
  retries?: number;
  dryRun?: boolean;
  as?: 'curl' | 'ts';
  yes?: boolean;
  /** `false` after `--no-input`. */
  input?: boolean;
  quiet?: boolean;
  debug?: boolean;
  color?: 'auto' | 'always' | 'never';
  errorOutput?: 'text' | 'json';
}

export const outputFormats = ['auto', 'table', 'json', 'yaml', 'ndjson', 'csv', 'id'] as const;
export type OutputFormat = (typeof outputFormats)[number];

export function createGlobalOptions(): Option[] {
  return [
    new Option('-n, --namespace <name>', 'namespace to work in, by id or name'),
    new Option('--profile <name>', 'settings to use from the configuration file'),
    new Option('--base-url <url>', 'where the API is; "local" is the same as --local'),
    new Option('--local', 'use the embedded server, with its state in ./.mixpeek'),
    new Option('-o, --output <format>', 'form of the data on stdout; auto is a table on a terminal, else json').choices(
      outputFormats,
    ),
    new Option('--fields <a,b.c>', 'only these fields of each item, dotted for nested ones'),
    new Option('--query <expression>', 'JMESPath expression applied to the answer'),
    new Option('--timeout <seconds>', 'limit for each attempt; 0 is none').argParser(parseCount),
    new Option('--retries <count>', 'further attempts after the first').argParser(parseCount),
    new Option('--dry-run', 'print the request and send nothing'),
    new Option('--as <language>', 'print the call as a curl line or as code; send nothing').choices(['curl', 'ts']),
    new Option('--yes', 'do not ask before deleting'),
    new Option('--no-input', 'never ask; fail where a question would be needed').default(undefined),
    new Option('--quiet', 'nothing on stderr but errors'),
    new Option('--debug', 'a line per request on stderr, keys redacted'),
    new Option('--color <when>', 'colour in tables and messages').choices(['auto', 'always', 'never']),
    new Option('--error-output <format>', 'form of an error on stderr').choices(['text', 'json']),
    new Option('--api-key [key]').hideHelp().argParser(refuseKey),
  ];
}

/** Flags of paged rows and of requests with a body. Rows' own fields step aside for them, too. */
const SHARED_FLAGS = ['--all', '--limit', '--cursor', '--page-size', '--data', '--set', '--help', '--input'];

/** Long flags and attribute names that no row's field may take. */
export function createReservedNames(): ReadonlySet<string> {
  const flags = [...createGlobalOptions().map((option) => option.long ?? ''), ...SHARED_FLAGS];
  return new Set(flags.map(toAttributeName));
}

/** The global flags for every command below `mixpeek`, in whose help alone they are described. An option keeps nothing of a run, so commands can have the same ones. */
export function createHiddenOptions(): Option[] {
  return createGlobalOptions().map((option) => option.hideHelp());
}

export function addFlags(command: Command, options: readonly Option[]): void {
  for (const option of options) command.addOption(option);
}

/** The flags of a command and of those above it; the nearest to the command wins. */
export function collectFlags(command: Command): Record<string, unknown> {
  const chain: Command[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent) chain.unshift(at);
  const flags: Record<string, unknown> = {};
  for (const at of chain) {
    for (const [name, value] of Object.entries(at.opts())) {
      // `--no-input` makes commander store `true` where nothing was given.
      if (value !== undefined && at.getOptionValueSource(name) !== 'default') flags[name] = value;
    }
  }
  return flags;
}

function parseCount(text: string): number {
  const count = Number(text);
  if (text.trim() === '' || !Number.isFinite(count) || count < 0)
    throw usageError(`"${text}" is not a number from 0 up.`);
  return count;
}

function refuseKey(): never {
  throw usageError(
    'A key on the command line would be visible to every process of this computer.',
    'Run `mixpeek login`, or set MIXPEEK_API_KEY.',
  );
}
